package atoll.sim.run;

import atoll.sim.Seeds;
import org.junit.jupiter.api.Tag;

@Tag("simulation")
final class SimRunnerContractTest extends RunnerContract {

  @Override
  protected void play(Script script) {
    Seeds.check(
        5,
        seed ->
            Simulation.run(
                seed,
                world ->
                    script.play(
                        new Surroundings(world.runner("node"), world.clock(), world.recorded()))));
  }
}
