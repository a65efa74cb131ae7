package atoll.sharkspotter.source;

import atoll.kit.net.Endpoint;

/// A text in which `{shard}` stands for a shard's number: `{shard}.moray.example.com:2021`.
///
/// @param text may also be without `{shard}`: then it is the same for every shard
public record ShardAddress(String text) {

  private static final String NUMBER = "{shard}";

  /// The text of a shard.
  public String of(int shard) {
    return text.replace(NUMBER, Integer.toString(shard));
  }

  /// The text of a shard as `HOST:PORT`.
  ///
  /// @throws atoll.kit.AtollException `BAD_INPUT` if it is none
  public Endpoint endpoint(int shard) {
    return Endpoint.parse(of(shard));
  }
}
