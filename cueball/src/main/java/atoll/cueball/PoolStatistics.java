package atoll.cueball;

/// What a pool holds and has done, all of one moment but for the counts since the beginning.
///
/// @param state where it stands
/// @param total connections: idle plus claimed
/// @param idle connections that wait to be claimed
/// @param claimed connections that are out, those being checked included
/// @param dialling connections being made, each with its place in the pool
/// @param waiting claims that wait
/// @param backends backends that the resolver names
/// @param failing those of them that could not be reached when last tried
/// @param granted claims that got a connection, since the beginning
/// @param late claims that waited in vain, since the beginning
/// @param broken connections that were found broken or given back as broken, since the beginning
/// @param revoked claims that were held for too long, since the beginning
public record PoolStatistics(
    PoolState state,
    int total,
    int idle,
    int claimed,
    int dialling,
    int waiting,
    int backends,
    int failing,
    long granted,
    long late,
    long broken,
    long revoked) {}
