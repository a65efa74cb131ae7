package atoll.kit.event;

/// One named part of an event.
///
/// @param name lower case, words joined by underscores: `volume`, `offset_bytes`
/// @param value a number or a boolean where it is one, else what its `toString` gives; no secret
public record EventField(String name, Object value) {}
