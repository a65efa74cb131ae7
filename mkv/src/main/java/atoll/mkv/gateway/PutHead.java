package atoll.mkv.gateway;

import atoll.http.Headers;
import atoll.mkv.plan.BodyClaims;
import atoll.mkv.plan.MetaFields;
import atoll.mkv.record.Sidecar;
import java.util.List;

/// What the head of a PUT says of its value. Immutable.
///
/// @param checks what the body must add up to
/// @param meta what the client wants to find again with the value
record PutHead(BodyClaims checks, List<Sidecar.Field> meta) {

  /// @throws Parts.Refused if it makes no sense
  static PutHead of(Headers headers) {
    BodyClaims checks =
        switch (BodyClaims.of(headers)) {
          case BodyClaims.Reading.Wrong wrong -> throw new Parts.Refused(wrong.why());
          case BodyClaims.Reading.Asked asked -> asked.checks();
        };
    List<Sidecar.Field> meta =
        switch (MetaFields.of(headers)) {
          case MetaFields.Reading.Wrong wrong -> throw new Parts.Refused(wrong.why());
          case MetaFields.Reading.Given given -> given.fields();
        };
    return new PutHead(checks, meta);
  }
}
