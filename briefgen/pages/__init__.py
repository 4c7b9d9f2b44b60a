"""Every page of the site: outlines to a plan, its recipes to pages. Alone knows addresses and what each template sees."""
