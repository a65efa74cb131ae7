package atoll.volumeserver.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A member of an object that was written, which may be sorted. Immutable.
///
/// @param name with its quotes
/// @param from where it stands in the draft
/// @param to behind it
record PrettyMember(String name, int from, int to) {

  /// Writes them anew by their names, and by their values where names are the same.
  static void sort(List<PrettyMember> members, Draft draft) {
    if (members.isEmpty()) {
      return;
    }
    int start = members.getFirst().from();
    String written = draft.from(start);
    Comparator<PrettyMember> byName =
        Comparator.comparing(member -> SortedValue.text(member.name()));
    List<PrettyMember> sorted = new ArrayList<>(members);
    sorted.sort(byName.thenComparing(member -> member.value(written, start), SortedValue.ORDER));
    draft.cut(start);
    String separator = "";
    for (PrettyMember member : sorted) {
      draft.write(separator).write(new Span(written, member.from() - start, member.to() - start));
      separator = ",\n";
    }
  }

  private String value(String written, int start) {
    String all = JsonText.trim(written.substring(from - start, to - start));
    return all.length() > name.length() ? JsonText.trim(all.substring(name.length() + 1)) : all;
  }
}
