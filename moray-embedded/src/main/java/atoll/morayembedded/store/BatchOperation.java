package atoll.morayembedded.store;

import atoll.fast.json.Json;
import atoll.morayembedded.object.EtagCondition;
import atoll.morayembedded.statement.ObjectSql;
import org.jspecify.annotations.Nullable;

/// One of several operations that take place together or not at all.
public sealed interface BatchOperation {

  String bucket();

  /// Writes an object.
  ///
  /// @param vnode null if the client named none
  record Put(String bucket, String key, Json value, EtagCondition condition, @Nullable Long vnode)
      implements BatchOperation {}

  record Update(String bucket, Json fields, String filter, ObjectSql.Page page)
      implements BatchOperation {}

  record Delete(String bucket, String key, EtagCondition condition) implements BatchOperation {}

  record DeleteMany(String bucket, String filter, ObjectSql.Page page) implements BatchOperation {}
}
