package atoll.bench.sharkspotter;

/// A way to read a shard's table.
enum Way {
  COPY("COPY manta TO STDOUT, thrown away"),
  DIRECT("sharkspotter, straight from PostgreSQL"),
  MORAY("sharkspotter, through moray");

  private final String title;

  Way(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
