package atoll.mkv.plan;

import atoll.mkv.config.MkvConfig;
import atoll.mkv.config.Tokens;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may pass which door of a gateway. Whoever may write may read.
public enum Access {
  READ,
  WRITE,
  ADMIN;

  private static final String BEARER = "bearer ";

  /// The door in front of a method on the data port.
  public static Access of(String method) {
    return method.equals("GET") || method.equals("HEAD") ? READ : WRITE;
  }

  /// Why somebody may not pass, if that is so.
  ///
  /// @param authorization the header of that name
  public Optional<Refusal> judge(MkvConfig.Auth auth, @Nullable String authorization) {
    if (tokens(auth).isOpen()) {
      return Optional.empty();
    }
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return Optional.of(new Refusal.NoToken());
    }
    String token = authorization.substring(BEARER.length()).strip();
    if (tokens(auth).has(token) || (this == READ && auth.write().has(token))) {
      return Optional.empty();
    }
    boolean known = auth.read().has(token) || auth.write().has(token) || auth.admin().has(token);
    return Optional.of(known ? new Refusal.Denied() : new Refusal.NoToken());
  }

  private Tokens tokens(MkvConfig.Auth auth) {
    return switch (this) {
      case READ -> auth.read();
      case WRITE -> auth.write();
      case ADMIN -> auth.admin();
    };
  }
}
