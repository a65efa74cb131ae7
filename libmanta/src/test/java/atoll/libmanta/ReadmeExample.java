package atoll.libmanta;

/// The example of the README, word for word.
final class ReadmeExample {

  private ReadmeExample() {}

  // begin of the example
  /// What moray shall keep once the copy on `1.stor.example.com` has moved.
  static String moved(String fromMoray) {
    MantaObject object = MantaObject.parse(fromMoray);
    Shark to = new Shark("dc2", "7.stor.example.com");
    return object.withShark("1.stor.example.com", to).toString();
  }
  // end of the example
}
