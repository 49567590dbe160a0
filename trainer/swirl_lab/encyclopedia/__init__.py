"""Questions of two and three hops over an invented encyclopedia, answered with a search engine."""
