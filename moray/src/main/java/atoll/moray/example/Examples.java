package atoll.moray.example;

import java.util.List;
import java.util.Optional;

/// All examples.
public final class Examples {

  public static final List<Example> ALL =
      List.of(
          new CreateBucket(),
          new ListBuckets(),
          new PutObject(),
          new FindObjects(),
          new Sql(),
          new BatchOfPuts());

  private Examples() {}

  public static Optional<Example> named(String name) {
    return ALL.stream().filter(example -> example.name().equals(name)).findFirst();
  }
}
