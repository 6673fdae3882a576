"""What the clerk can do: one function per intention, one transaction each; may import domain, documents, store
and support."""
