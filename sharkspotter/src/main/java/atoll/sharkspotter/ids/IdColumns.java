package atoll.sharkspotter.ids;

import java.util.List;

/// Which columns of ids a shard's table has. A row's id is what `_id` says, or else `_idx`.
public enum IdColumns {
  NONE,
  ID_ALONE,
  IDX_ALONE,
  BOTH;

  public static IdColumns of(boolean hasId, boolean hasIdx) {
    if (hasId) {
      return hasIdx ? BOTH : ID_ALONE;
    }
    return hasIdx ? IDX_ALONE : NONE;
  }

  public List<IdColumn> list() {
    return switch (this) {
      case NONE -> List.of();
      case ID_ALONE -> List.of(IdColumn.ID);
      case IDX_ALONE -> List.of(IdColumn.IDX);
      case BOTH -> List.of(IdColumn.ID, IdColumn.IDX);
    };
  }
}
