package atoll.cueballdns;

import atoll.kit.AtollException;
import java.util.List;
import org.xbill.DNS.Record;

/// What came of one question.
sealed interface Answer {

  /// Records of the wanted type, and for how many seconds they hold.
  record Found(List<Record> records, long ttlSeconds) implements Answer {

    public Found {
      records = List.copyOf(records);
    }
  }

  /// The name does not exist, or has no such record.
  record Nothing() implements Answer {}

  /// No name server gave an answer.
  record Failed(AtollException cause) implements Answer {}
}
