"""Documents in and out: exports of parent apps in; label sheets and logs out; may import domain and support."""
