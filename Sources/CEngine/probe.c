int cengine_probe(int x) { return x + 1; }
