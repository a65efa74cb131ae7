package atoll.fast;

/// What a client has seen so far.
///
/// @param started calls made
/// @param completed calls whose answer ended well
/// @param failed calls that ended otherwise, those given up included
/// @param droppedMessages messages that came for calls given up
/// @param inFlight ids that the server may still answer
/// @param unreadBytes values that nobody has taken yet
public record ClientStats(
    long started,
    long completed,
    long failed,
    long droppedMessages,
    int inFlight,
    long unreadBytes) {}
