package atoll.volumeserver.blob;

import java.util.Map;

/// An upload whose body has come, before anything is made of it. Confined to its holder.
///
/// @param fileName the last part of what the client says
/// @param contentType as the client says; may be empty
/// @param gzip whether the client has packed it
/// @param isForm whether it came as a part of a form
/// @param partMd5 as a part of a form says; may be empty
/// @param fields what a form says besides, where the query does not say it
record Received(
    String fileName,
    String contentType,
    boolean gzip,
    boolean isForm,
    String partMd5,
    Map<String, String> fields,
    UploadBody body) {

  /// The query with the fields of the form behind it.
  Query with(Query query) {
    return fields.isEmpty() ? query : query.withFields(fields);
  }
}
