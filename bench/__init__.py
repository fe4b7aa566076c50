"""The benchmark, and what it needs: made-up libraries, and peers that build the same pages."""
