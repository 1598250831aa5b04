// The few lines that pages need beside htmx. Everything works without them.
