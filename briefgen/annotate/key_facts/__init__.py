"""Key facts: the sentences that a hurried reader should see."""

from briefgen.annotate.key_facts.rank import rank_key_facts

__all__ = ["rank_key_facts"]
