package atoll.mkv.plan;

import atoll.http.field.EntityTag;
import atoll.http.field.EntityTags;
import atoll.mkv.record.KeyRecord;
import java.util.Optional;

/// What a request expects of a key (RFC 9110, section 13). Immutable.
public record Conditions(Optional<EntityTags> ifMatch, Optional<EntityTags> ifNoneMatch) {

  public static final Conditions NONE = new Conditions(Optional.empty(), Optional.empty());

  /// The tag of what the key has.
  public static EntityTag tag(KeyRecord record) {
    return EntityTag.strong(record.content().checksums().etag());
  }

  /// Whether a change may go on.
  ///
  /// @param live what the key has, if it is live
  public boolean allowChange(Optional<KeyRecord> live) {
    boolean matches =
        ifMatch.isEmpty()
            || live.map(Conditions::tag).map(ifMatch.get()::matchesStrongly).orElse(false);
    boolean differs =
        ifNoneMatch.isEmpty()
            || live.map(Conditions::tag)
                .map(tag -> !ifNoneMatch.get().matchesWeakly(tag))
                .orElse(true);
    return matches && differs;
  }

  public boolean isNone() {
    return ifMatch.isEmpty() && ifNoneMatch.isEmpty();
  }
}
