package atoll.mkv.plan;

import java.time.Duration;

/// Why a request is not done. Each has one status and one stable code.
public sealed interface Refusal {

  /// The path is no key.
  record BadKey(String why) implements Refusal {}

  record KeyTooLong(int bytes) implements Refusal {}

  /// A parameter or header says something that makes no sense.
  record BadRequest(String why) implements Refusal {}

  /// The body is not what its headers say of it.
  record WrongChecksum(String which) implements Refusal {}

  /// The door wants a token, and there is none, or none that anybody knows.
  record NoToken() implements Refusal {}

  /// The token is for another door.
  record Denied() implements Refusal {}

  /// The key has a value already, and values are not overwritten.
  record Exists() implements Refusal {}

  /// The key is protected: it must be unlinked first.
  record Protected() implements Refusal {}

  record Absent() implements Refusal {}

  /// The index knows it, and no host keeps it any more.
  record Lost() implements Refusal {}

  record NoSuchMethod() implements Refusal {}

  /// Somebody else is changing the key just now.
  record BusyKey() implements Refusal {}

  record LengthRequired() implements Refusal {}

  record PreconditionFailed() implements Refusal {}

  record TooLarge(long mostBytes) implements Refusal {}

  record NoSuchRange(long sizeBytes) implements Refusal {}

  record TooOften(Duration pause) implements Refusal {}

  /// Fewer hosts are up, or took the value, than the quorum wants.
  record NoQuorum(int have, int want) implements Refusal {}

  /// No host that keeps it is up.
  record NoHost() implements Refusal {}

  /// Too much is under way, or the gateway is about to stop.
  record Overloaded(String why) implements Refusal {}

  /// The disks of the hosts are full.
  record NoSpace() implements Refusal {}

  record NotSupported(String what) implements Refusal {}

  /// A host answered what it must not.
  record HostFailed(String why, int status) implements Refusal {}

  /// The index could not be asked or changed.
  record IndexFailed() implements Refusal {}

  /// The status of the answer.
  default int status() {
    return switch (this) {
      case BadKey _, BadRequest _, WrongChecksum _ -> 400;
      case NoToken _ -> 401;
      case Denied _, Exists _, Protected _ -> 403;
      case Absent _ -> 404;
      case NoSuchMethod _ -> 405;
      case BusyKey _ -> 409;
      case Lost _ -> 410;
      case LengthRequired _ -> 411;
      case PreconditionFailed _ -> 412;
      case TooLarge _ -> 413;
      case KeyTooLong _ -> 414;
      case NoSuchRange _ -> 416;
      case TooOften _ -> 429;
      case IndexFailed _ -> 500;
      case NotSupported _ -> 501;
      case NoQuorum _, NoHost _, Overloaded _ -> 503;
      case NoSpace _ -> 507;
      case HostFailed failed -> failed.status();
    };
  }

  /// A word that programs may go by; it never changes.
  default String code() {
    return switch (this) {
      case BadKey _ -> "bad_key";
      case KeyTooLong _ -> "key_too_long";
      case BadRequest _ -> "bad_request";
      case WrongChecksum _ -> "wrong_checksum";
      case NoToken _ -> "no_token";
      case Denied _ -> "denied";
      case Exists _ -> "exists";
      case Protected _ -> "protected";
      case Absent _ -> "absent";
      case Lost _ -> "lost";
      case NoSuchMethod _ -> "no_such_method";
      case BusyKey _ -> "busy_key";
      case LengthRequired _ -> "length_required";
      case PreconditionFailed _ -> "precondition_failed";
      case TooLarge _ -> "too_large";
      case NoSuchRange _ -> "no_such_range";
      case TooOften _ -> "too_often";
      case NoQuorum _ -> "no_quorum";
      case NoHost _ -> "no_host";
      case Overloaded _ -> "overloaded";
      case NoSpace _ -> "no_space";
      case NotSupported _ -> "not_supported";
      case HostFailed _ -> "host_failed";
      case IndexFailed _ -> "index_failed";
    };
  }

  /// A sentence for people.
  default String message() {
    return switch (this) {
      case BadKey bad -> bad.why();
      case KeyTooLong tooLong -> "a key of " + tooLong.bytes() + " bytes; 4096 is the most";
      case BadRequest bad -> bad.why();
      case WrongChecksum wrong ->
          "the body does not have the " + wrong.which() + " it was sent with";
      case NoToken _ -> "a token is wanted: Authorization: Bearer TOKEN";
      case Denied _ -> "the token is not for this";
      case Exists _ -> "the key has a value already; delete it first";
      case Protected _ -> "the key must be unlinked before it is deleted";
      case Absent _ -> "there is no such key";
      case Lost _ -> "no host keeps a copy of this key any more";
      case NoSuchMethod _ -> "nothing is known of that method here";
      case BusyKey _ -> "the key is being changed by somebody else; try again";
      case LengthRequired _ -> "an empty value is not stored; send a body";
      case PreconditionFailed _ -> "the key is not as the request expects it";
      case TooLarge large -> "the value is too large; " + large.mostBytes() + " bytes is the most";
      case NoSuchRange range -> "the range is outside of " + range.sizeBytes() + " bytes";
      case TooOften _ -> "too many listings; wait a little";
      case NoQuorum few ->
          few.have() + " hosts, where " + few.want() + " are wanted; try again later";
      case NoHost _ -> "no host that keeps this key answers just now; try again later";
      case Overloaded busy -> busy.why();
      case NoSpace _ -> "the hosts have no room left";
      case NotSupported what -> what.what() + " is not supported";
      case HostFailed failed -> failed.why();
      case IndexFailed _ -> "the index failed; see the log";
    };
  }

  /// Seconds after which to try again; 0 for none.
  default long retryAfterSeconds() {
    return switch (this) {
      case TooOften often -> Math.max(1, (often.pause().toMillis() + 999) / 1000);
      case NoQuorum _, NoHost _, Overloaded _ -> 2;
      case BadKey _,
          KeyTooLong _,
          BadRequest _,
          WrongChecksum _,
          NoToken _,
          Denied _,
          Exists _,
          Protected _,
          Absent _,
          Lost _,
          NoSuchMethod _,
          BusyKey _,
          LengthRequired _,
          PreconditionFailed _,
          TooLarge _,
          NoSuchRange _,
          NoSpace _,
          NotSupported _,
          HostFailed _,
          IndexFailed _ ->
          0;
    };
  }
}
