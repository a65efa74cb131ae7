package atoll.sim.net;

import atoll.sim.Seeds;
import atoll.sim.run.Simulation;
import org.junit.jupiter.api.Tag;

@Tag("simulation")
final class SimNetContractTest extends NetContract {

  @Override
  protected void play(Script script) {
    Seeds.check(
        8,
        seed ->
            Simulation.run(
                seed,
                world ->
                    script.play(
                        new Surroundings(
                            new SimNet(world), "localhost", world.runner(), world.clock()))));
  }
}
