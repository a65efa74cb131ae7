package atoll.moray.example;

import atoll.moray.Bucket;
import atoll.moray.MorayClient;
import atoll.moray.MorayOptions;
import atoll.moray.Rows;
import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;

/// Shows all buckets.
final class ListBuckets {

  private ListBuckets() {}

  static void run(MorayClient client, List<String> words, PrintWriter out) {
    try (Rows<Bucket> buckets = client.listBuckets(MorayOptions.NONE)) {
      buckets.forEach(bucket -> show(bucket, out));
    }
  }

  static void show(Bucket bucket, PrintWriter out) {
    out.println(bucket.name() + " version " + bucket.config().version());
    new TreeMap<>(bucket.config().indexes())
        .forEach((attribute, index) ->
            out.println("  " + attribute + ":" + index.type() + (index.unique() ? " unique" : "")));
  }
}
