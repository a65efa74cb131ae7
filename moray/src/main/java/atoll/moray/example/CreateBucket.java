package atoll.moray.example;

import atoll.kit.AtollException;
import atoll.kit.Fault;
import atoll.moray.Bucket;
import atoll.moray.BucketConfig;
import atoll.moray.Index;
import atoll.moray.MorayClient;
import atoll.moray.MorayOptions;
import java.io.PrintWriter;
import java.util.List;

/// Sets a bucket up with an index for each attribute that is named.
final class CreateBucket {

  private CreateBucket() {}

  static void run(MorayClient client, List<String> words, PrintWriter out) {
    String name = words.getFirst();
    BucketConfig config = BucketConfig.EMPTY;
    for (String word : words.subList(1, words.size())) {
      int colon = word.indexOf(':');
      if (colon < 1 || colon == word.length() - 1) {
        throw new AtollException(
            Fault.BAD_INPUT, "\"" + word + "\" is no index: write it like name:string");
      }
      config = config.with(word.substring(0, colon), new Index(word.substring(colon + 1), false));
    }
    client.createBucket(name, config, MorayOptions.NONE);
    Bucket created =
        client
            .getBucket(name, MorayOptions.NONE.noBucketCache())
            .orElseThrow(() ->
                new AtollException(Fault.CONFLICT, "somebody has deleted " + name + " again"));
    ListBuckets.show(created, out);
  }
}
