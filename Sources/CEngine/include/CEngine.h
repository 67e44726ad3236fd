int cengine_probe(int x);
