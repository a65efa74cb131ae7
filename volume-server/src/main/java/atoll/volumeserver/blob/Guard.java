package atoll.volumeserver.blob;

import atoll.http.RequestHead;
import atoll.http.server.Peer;

/// Who may do what. Implementations are asked on event loops and must be quick.
public interface Guard {

  /// Whether the request brings what a read of that needle needs.
  ///
  /// @param volume as the path writes it
  /// @param key as the path writes it, without extension
  boolean mayRead(RequestHead request, String volume, String key);

  /// As [#mayRead], for writes and deletions.
  boolean mayWrite(RequestHead request, String volume, String key);

  /// Whether the peer may write and delete at all, going by its address.
  boolean isListed(Peer peer);

  /// The token that the request brings, to be shown to other servers; empty without one.
  String token(RequestHead request);

  /// A token with which this server itself reads a needle elsewhere; empty where none is needed.
  ///
  /// @param fileId `volume,key`
  String tokenToRead(String fileId);

  /// Lets everybody do everything.
  Guard OPEN =
      new Guard() {
        @Override
        public boolean mayRead(RequestHead request, String volume, String key) {
          return true;
        }

        @Override
        public boolean mayWrite(RequestHead request, String volume, String key) {
          return true;
        }

        @Override
        public boolean isListed(Peer peer) {
          return true;
        }

        @Override
        public String token(RequestHead request) {
          return "";
        }

        @Override
        public String tokenToRead(String fileId) {
          return "";
        }
      };
}
