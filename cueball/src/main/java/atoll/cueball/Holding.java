package atoll.cueball;

/// How many connections a pool has to a backend, idle and claimed.
public record Holding(Backend backend, int connections) {}
