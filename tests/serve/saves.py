"""How programs save a file: the system calls they make, in their order, and the programs themselves where installed.

Each takes an article that exists and its new text. Between two steps they pause, as a slow disk would.
"""

from __future__ import annotations

import contextlib
import ctypes
import mmap
import os
import pty
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Save = Callable[[Path, str], None]

PAUSE = 0.01
"""Seconds between two steps."""


def pause() -> None:
    time.sleep(PAUSE)


def put(path: Path, text: str) -> None:
    """Open, write, flush to disk, close."""
    with path.open("w", encoding="utf-8") as file:
        pause()
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
        pause()


def in_place(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def emptied_then_written(path: Path, text: str) -> None:
    with path.open("r+", encoding="utf-8") as file:
        file.truncate(0)
        pause()
        file.write(text)


def closed_empty_then_written(path: Path, text: str) -> None:
    path.open("w").close()
    pause()
    in_place(path, text)


def in_pieces(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        for at in range(0, len(text), 200):
            file.write(text[at : at + 200])
            file.flush()
            pause()


def renamed_from(name: str) -> Save:
    """A copy of that name beside it, renamed over it; {} stands for the article's name."""

    def save(path: Path, text: str) -> None:
        copy = path.with_name(name.format(path.name))
        put(copy, text)
        copy.replace(path)

    return save


def renamed_from_elsewhere(path: Path, text: str) -> None:
    copy = path.parents[2] / "elsewhere.md"
    put(copy, text)
    copy.replace(path)


def backup_renamed(name: str) -> Save:
    """The old one renamed to a backup of that name, a new one written, the backup removed."""

    def save(path: Path, text: str) -> None:
        backup = path.with_name(name.format(path.name))
        path.rename(backup)
        pause()
        put(path, text)
        path.chmod(0o644)
        pause()
        backup.unlink()

    return save


def vim_no_copy(path: Path, text: str) -> None:
    swap, probe = path.with_name(f".{path.name}.swp"), path.with_name("4913")
    put(swap, "b0VIM")
    probe.touch()
    probe.unlink()
    backup_renamed("{}~")(path, text)
    swap.unlink()


def vim_copy(path: Path, text: str) -> None:
    backup = path.with_name(f"{path.name}~")
    shutil.copyfile(path, backup)
    put(path, text)
    backup.unlink()


def emacs_renaming(path: Path, text: str) -> None:
    lock, auto = path.with_name(f".#{path.name}"), path.with_name(f"#{path.name}#")
    lock.symlink_to("writer@desk.4711:1700000000")
    put(auto, text)
    path.rename(path.with_name(f"{path.name}~"))
    put(path, text)
    auto.unlink()
    lock.unlink()


def jetbrains(path: Path, text: str) -> None:
    new, old = path.with_name(f"{path.name}___jb_tmp___"), path.with_name(f"{path.name}___jb_old___")
    put(new, text)
    path.rename(old)
    pause()
    new.rename(path)
    pause()
    old.unlink()


def exchanged(path: Path, text: str) -> None:
    copy = path.with_name(f"{path.name}.sb-1a2b3c4d-Ab12Cd")
    put(copy, text)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.renameat2(-100, os.fsencode(copy), -100, os.fsencode(path), 2):
        raise OSError(ctypes.get_errno(), "renameat2")
    pause()
    copy.unlink()


def removed_then_created(path: Path, text: str) -> None:
    path.unlink()
    pause()
    put(path, text)


def removed_then_renamed(path: Path, text: str) -> None:
    copy = path.with_name(f".{path.name}.Xy12Za")
    put(copy, text)
    path.unlink()
    pause()
    copy.rename(path)


def removed_then_linked(path: Path, text: str) -> None:
    copy = path.with_name(f".{path.name}.new")
    put(copy, text)
    path.unlink()
    pause()
    os.link(copy, path)
    copy.unlink()


def mapped(path: Path, text: str) -> None:
    content = text.encode()
    with path.open("r+b") as file:
        file.truncate(len(content))
        with mmap.mmap(file.fileno(), len(content)) as memory:
            memory[:] = content
            memory.flush()


def written_twice(path: Path, text: str) -> None:
    in_place(path, text.rstrip("\n"))
    in_place(path, text)


def with_older_times(path: Path, text: str) -> None:
    put(path, text)
    os.utime(path, (1, 1))
    path.chmod(0o600)


PATTERNS: Mapping[str, Save] = {
    "written in place (nano, echo >, cp over)": in_place,
    "emptied, then written (VS Code)": emptied_then_written,
    "closed empty, then written": closed_empty_then_written,
    "in pieces": in_pieces,
    "twice in a row (format on save)": written_twice,
    "times and mode set after (cp -p)": with_older_times,
    "mapped into memory": mapped,
    "vim, backupcopy=no": vim_no_copy,
    "vim, backupcopy=yes": vim_copy,
    "emacs": emacs_renaming,
    "JetBrains": jetbrains,
    "helix": backup_renamed("{}Ab12Cd.bck"),
    "VS Code, files.atomic": renamed_from("{}.vsctmp"),
    "sed -i": renamed_from("sedAb12Cd"),
    "gedit": renamed_from(".goutputstream-AB12CD"),
    "Kate": renamed_from("{}.Ab12Cd"),
    "Sublime Text": renamed_from(".subl1a2.tmp"),
    "rsync": renamed_from(".{}.Ab12Cd"),
    "atomic writers of Node": renamed_from("{}.1234567890"),
    "moved over from elsewhere (Dropbox, mv)": renamed_from_elsewhere,
    "exchanged (TextMate, BBEdit)": exchanged,
    "removed, then created (git checkout, perl -i)": removed_then_created,
    "removed, then renamed": removed_then_renamed,
    "removed, then linked": removed_then_linked,
}


def _run(*command: str | Path, text: str = "", cwd: Path | None = None) -> None:
    subprocess.run(command, input=text, text=True, check=True, capture_output=True, cwd=cwd, timeout=60)


def sed(path: Path, text: str) -> None:
    """The whole text is given as what to change the first line to; the other lines are deleted."""
    _run(
        "sed", "-i", "-e", "1c\\\n" + text.rstrip("\n").replace("\\", "\\\\").replace("\n", "\\\n"), "-e", "2,$d", path
    )


def perl(path: Path, text: str) -> None:
    source = path.parents[2] / "new.txt"
    in_place(source, text)
    _run("perl", "-i", "-ne", f"if ($. == 1) {{ open N, '<', '{source}'; print <N> }}", path)


def vim(*settings: str) -> Save:
    def save(path: Path, text: str) -> None:
        # Without the last one there would be no backup of what lies in a temporary folder.
        setting = [part for one in (*settings, "backupskip=") for part in ("-c", f"set {one}")]
        source = path.parents[2] / "new.txt"
        in_place(source, text)
        _run(
            "vim",
            "-u",
            "NONE",
            "-e",
            "-s",
            *setting,
            "-c",
            "%d",
            "-c",
            f"0r {source}",
            "-c",
            "wq",
            path,
        )

    return save


def emacs(path: Path, text: str) -> None:
    source = path.parents[2] / "new.txt"
    in_place(source, text)
    _run(
        "emacs",
        "-Q",
        "--batch",
        path,
        "--eval",
        f'(progn (erase-buffer) (insert-file-contents "{source}") (save-buffer))',
    )


def nano(path: Path, text: str) -> None:
    """In a terminal: delete all lines, type the text, write, leave."""
    child, terminal = pty.fork()
    if not child:
        os.environ["TERM"] = "xterm"
        os.execvp("nano", ["nano", "-I", "-L", str(path)])
    end = time.monotonic() + 30
    to_first, cut_all, write, leave = b"\x1b\\", b"\x1bt", b"\x0f\r", b"\x18"
    keys = [to_first, cut_all, text.encode().replace(b"\n", b"\r"), write, leave]
    try:
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                with contextlib.suppress(OSError):
                    if os.read(terminal, 65536):
                        continue
                break
            if keys:
                os.write(terminal, keys.pop(0))
    finally:
        os.close(terminal)
        os.waitpid(child, 0)


def copied(*command: str) -> Save:
    def save(path: Path, text: str) -> None:
        source = path.parents[2] / path.name
        in_place(source, text)
        _run(*command, source, path)

    return save


def git_checkout(path: Path, text: str) -> None:
    """Of a branch that has the new text; the work tree is the folder of articles."""
    folder = path.parent
    git = ("git", "-c", "user.name=w", "-c", "user.email=w@example.org", "-c", "init.defaultBranch=main",
           f"--git-dir={path.parents[2] / 'history'}", f"--work-tree={folder}")  # fmt: skip
    old = path.read_text(encoding="utf-8")
    _run(*git, "init", "-q")
    _run(*git, "add", "-A")
    _run(*git, "commit", "-qm", "old")
    commit = subprocess.run([*git, "commit-tree", "-p", "HEAD", _tree(git, path, text)], input="new", text=True,
                            capture_output=True, check=True).stdout.strip()  # fmt: skip
    assert path.read_text(encoding="utf-8") == old
    _run(*git, "checkout", "-q", commit)


def _tree(git: tuple[str, ...], path: Path, text: str) -> str:
    """A tree with the new text, made without touching the work tree."""

    def out(*arguments: str, given: str = "") -> str:
        run = subprocess.run([*git, *arguments], input=given, text=True, capture_output=True, check=True)
        return run.stdout

    blob = out("hash-object", "-w", "--stdin", given=text).strip()
    entries = out("ls-tree", "HEAD").splitlines()
    changed = [f"100644 blob {blob}\t{path.name}" if one.endswith(f"\t{path.name}") else one for one in entries]
    return out("mktree", given="\n".join(changed) + "\n").strip()


PROGRAMS: Mapping[str, tuple[str, Save]] = {
    "sed -i itself": ("sed", sed),
    "perl -i itself": ("perl", perl),
    "vim itself": ("vim", vim()),
    "vim itself, backupcopy=yes": ("vim", vim("backupcopy=yes", "backup")),
    "vim itself, backupcopy=no": ("vim", vim("backupcopy=no", "writebackup")),
    "emacs itself": ("emacs", emacs),
    "nano itself": ("nano", nano),
    "cp itself": ("cp", copied("cp")),
    "cp -p itself": ("cp", copied("cp", "-p")),
    "mv itself": ("mv", copied("mv")),
    "install itself": ("install", copied("install")),
    "rsync itself": ("rsync", copied("rsync", "--ignore-times")),
    "git checkout itself": ("git", git_checkout),
}
