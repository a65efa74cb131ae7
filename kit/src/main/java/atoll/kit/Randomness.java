package atoll.kit;

import java.util.random.RandomGenerator;

/// Chance as a seam: a [RandomGenerator] that is handed to constructors. A simulation passes a
/// seeded one and can replay every choice; the real one is fit for cookies and identifiers.
public interface Randomness extends RandomGenerator {}
