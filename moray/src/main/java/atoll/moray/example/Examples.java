package atoll.moray.example;

import java.util.List;
import java.util.Optional;

/// All examples.
public final class Examples {

  /// More indexes or values than anybody writes by hand.
  private static final int MANY = 100;

  public static final List<Example> ALL =
      List.of(
          new Example(
              "createbucket",
              "BUCKET [ATTRIBUTE:TYPE ...]",
              "Creates a bucket with these indexes, such as name:string, and shows it.",
              1,
              MANY,
              CreateBucket::run),
          new Example(
              "listbuckets",
              "",
              "Lists all buckets with their versions and indexes.",
              0,
              0,
              ListBuckets::run),
          new Example(
              "putobject",
              "BUCKET KEY JSON [ETAG]",
              "Writes an object, with an ETAG only if it is in that state, and prints its new one.",
              3,
              4,
              PutObject::run),
          new Example(
              "findobjects",
              "BUCKET FILTER",
              "Prints key, etag and value of all objects that match.",
              2,
              2,
              FindObjects::run),
          new Example(
              "sql",
              "STATEMENT [VALUE ...]",
              "Prints the rows of a statement, in which $1 stands for the first VALUE.",
              1,
              MANY,
              Sql::run),
          new Example(
              "batch",
              "BUCKET",
              "Writes three objects three times over and shows what their etags allow.",
              1,
              1,
              BatchOfPuts::run));

  private Examples() {}

  public static Optional<Example> named(String name) {
    return ALL.stream().filter(example -> example.name().equals(name)).findFirst();
  }
}
