"""The public site of an edition, and what each entry lets everybody see."""
