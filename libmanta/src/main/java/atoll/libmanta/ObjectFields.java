package atoll.libmanta;

import atoll.kit.Check;
import atoll.libmanta.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;

/// What a new object's metadata says.
///
/// @param key the whole path, of which name and directory are parts
/// @param mtimeMillis since 1970
/// @param contentMd5 in base64
/// @param vnode absent unless somebody knows it
public record ObjectFields(
    String key,
    String owner,
    String creator,
    long mtimeMillis,
    JsonObject headers,
    List<String> roles,
    OptionalLong vnode,
    long contentLength,
    String contentMd5,
    String contentType,
    String objectId,
    String etag,
    List<Shark> sharks) {

  public ObjectFields {
    Check.that(key.startsWith("/") && key.lastIndexOf('/') > 0, "a key is a path below an account");
    Check.that(contentLength >= 0, "no content is shorter than nothing");
    roles = List.copyOf(roles);
    sharks = List.copyOf(sharks);
  }

  JsonObject json() {
    int slash = key.lastIndexOf('/');
    JsonObject common =
        JsonObject.EMPTY
            .with("dirname", key.substring(0, slash))
            .with("key", key)
            .with("headers", headers)
            .with("mtime", mtimeMillis)
            .with("name", key.substring(slash + 1))
            .with("creator", creator)
            .with("owner", owner)
            .withStrings("roles", roles);
    JsonObject object =
        EntryType.OBJECT
            .in(common)
            .with("contentLength", contentLength)
            .with("contentMD5", contentMd5)
            .with("contentType", contentType)
            .with("etag", etag)
            .with("objectId", objectId)
            .withObjects("sharks", sharks.stream().map(Shark::json).toList());
    return vnode.isPresent() ? object.with("vnode", vnode.getAsLong()) : object;
  }
}
