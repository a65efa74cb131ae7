package atoll.cueballdns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// Reads a name server's message (RFC 1035, section 4). Pure.
final class Reading {

  private static final int ALIASES_MAX = 16;

  private Reading() {}

  /// The answer, or nothing if this name server cannot give one and another should be asked.
  static Optional<Answer> of(Message message, Name name, int type) {
    return switch (message.getRcode()) {
      case Rcode.NOERROR -> Optional.of(records(message.getSection(Section.ANSWER), name, type));
      case Rcode.NXDOMAIN -> Optional.of(new Answer.Nothing());
      default -> Optional.empty();
    };
  }

  /// Follows aliases to the records. Each alias bounds for how long they hold.
  private static Answer records(List<Record> section, Name name, int type) {
    Name wanted = name;
    long ttl = Long.MAX_VALUE;
    for (int aliases = 0; aliases <= ALIASES_MAX; aliases++) {
      List<Record> found = new ArrayList<>();
      Optional<CNAMERecord> alias = Optional.empty();
      for (Record record : section) {
        if (record.getName().equals(wanted) && record.getType() == type) {
          found.add(record);
          ttl = Math.min(ttl, record.getTTL());
        } else if (record.getName().equals(wanted) && record instanceof CNAMERecord other) {
          alias = Optional.of(other);
        }
      }
      if (!found.isEmpty()) {
        return new Answer.Found(found, ttl);
      }
      if (alias.isEmpty()) {
        return new Answer.Nothing();
      }
      ttl = Math.min(ttl, alias.get().getTTL());
      wanted = alias.get().getTarget();
    }
    return new Answer.Nothing();
  }
}
