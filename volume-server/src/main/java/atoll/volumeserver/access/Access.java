package atoll.volumeserver.access;

import atoll.http.RequestHead;
import atoll.http.server.Peer;
import atoll.kit.AtollException;
import atoll.kit.Clock;
import atoll.volumeserver.blob.Guard;
import atoll.volumeserver.settings.SecuritySettings;
import atoll.volumeserver.settings.WhiteList;
import java.util.ArrayList;
import java.util.List;

/// The rules of access as they are now; they can be replaced while the server runs.
///
/// Shared (a volatile field that holds immutable rules).
public final class Access implements Guard {

  private final Clock clock;
  private final List<String> alwaysListed;
  private volatile Rules rules;

  private record Rules(SecuritySettings settings, WhiteList whiteList) {}

  /// @param alwaysListed entries of the white list besides those of the settings
  /// @throws AtollException `BAD_INPUT` if the white list makes no sense
  public Access(SecuritySettings settings, List<String> alwaysListed, Clock clock) {
    this.clock = clock;
    this.alwaysListed = List.copyOf(alwaysListed);
    this.rules = rules(settings);
  }

  /// From now on these rules hold.
  ///
  /// @throws AtollException `BAD_INPUT` if the white list makes no sense; nothing changes then
  public void replace(SecuritySettings settings) {
    rules = rules(settings);
  }

  private Rules rules(SecuritySettings settings) {
    List<String> entries = new ArrayList<>(alwaysListed);
    entries.addAll(settings.whiteList());
    return new Rules(settings, WhiteList.of(entries));
  }

  public WhiteList whiteList() {
    return rules.whiteList();
  }

  /// Whether the status page is shown.
  public boolean showsPage() {
    SecuritySettings settings = rules.settings();
    return !settings.write().isSet() || settings.pageBesideKeys();
  }

  @Override
  public boolean mayRead(RequestHead request, String volume, String key) {
    return holds(rules.settings().read(), request, volume, key);
  }

  @Override
  public boolean mayWrite(RequestHead request, String volume, String key) {
    return holds(rules.settings().write(), request, volume, key);
  }

  private boolean holds(
      SecuritySettings.SigningKey key, RequestHead request, String volume, String fileKey) {
    if (!key.isSet()) {
      return true;
    }
    String token = TokenSource.of(request);
    if (token.isEmpty()) {
      return false;
    }
    // A delta counts pieces of one upload, which has one token.
    int delta = fileKey.lastIndexOf('_');
    String fileId = volume + "," + (delta > 0 ? fileKey.substring(0, delta) : fileKey);
    return Token.verify(token, key.secret(), clock.now()).filter(fileId::equals).isPresent();
  }

  @Override
  public boolean isListed(Peer peer) {
    return whiteList().allows(peer.remote().host());
  }

  @Override
  public String token(RequestHead request) {
    return TokenSource.of(request);
  }

  @Override
  public String tokenToRead(String fileId) {
    SecuritySettings.SigningKey key = rules.settings().read();
    return key.isSet() ? Token.sign(key.secret(), fileId, clock.now(), key.lifeSeconds()) : "";
  }
}
