package atoll.morayembedded.store;

import java.sql.SQLException;
import java.time.Duration;

/// Where buckets and objects are kept. Shared by any number of calls.
///
/// A transaction is one of these, and it fails as a whole, with a
/// [atoll.morayembedded.error.Refusal].
interface Database extends AutoCloseable {

  /// What is done within a transaction.
  @FunctionalInterface
  interface Work<T> {
    T in(Transaction transaction) throws SQLException;
  }

  Engine engine();

  /// Runs a transaction that changes nothing and sees one state of everything.
  ///
  /// @param timeout for each answer of the database, and for a connection to it
  <T> T read(Duration timeout, Work<T> work);

  /// Runs a transaction, anew where another one was in its way: the work must bear that.
  <T> T write(Duration timeout, Work<T> work);

  /// Runs a transaction once.
  ///
  /// @param statement of the client's, which tells whether anything is written
  <T> T once(Duration timeout, String statement, Work<T> work);

  @Override
  void close();
}
