package atoll.volume.info;

/// A data file that lies in remote storage.
///
/// @param offset unsigned, as the two numbers after it
/// @param extension of the file that was moved: `.dat`
public record RemoteFile(
    String backendType,
    String backendId,
    String key,
    long offset,
    long fileBytes,
    long modifiedSeconds,
    String extension) {

  /// What the backend is called in messages: type and id, with a dot between where there is an id.
  public String backendName() {
    return backendId.isEmpty() ? backendType : backendType + "." + backendId;
  }
}
