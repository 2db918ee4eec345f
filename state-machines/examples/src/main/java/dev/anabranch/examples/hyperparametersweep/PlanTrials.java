package dev.anabranch.examples.hyperparametersweep;

import dev.anabranch.examples.numbers.WholeNumber;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates a trial for each combination of parameters. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class PlanTrials implements Task<SweepInput, List<Trial>> {

    static final int MOST_TRIALS = 1_000;
    private static final String BOUND = "a network should be trained in seconds";

    /**
     * Returns the trials. The weight decay varies fastest.
     *
     * @throws PermanentFailure if a number is out of range, or if there would be more than 1,000 trials
     */
    @Override
    public List<Trial> run(SweepInput input, TaskContext context) {
        List<Double> rates = numbers("learningRates", input.learningRates(), List.of(0.003, 0.01, 0.03, 0.1), 1e-9, 10);
        List<Double> decays = numbers("weightDecays", input.weightDecays(), List.of(0.0, 0.01), 0, 1);
        List<Integer> units = units(input.hiddenUnits());
        int epochs = WholeNumber.within("epochs", input.epochs(), 30, 1, 500, BOUND);
        int folds = WholeNumber.within(
                "folds", input.folds(), 5, 2, Flowers.OF_A_SPECIES, "each part needs a flower of each species");
        long seed = input.seed() == null ? 7 : input.seed();
        long trials = (long) rates.size() * units.size() * decays.size();
        if (trials > MOST_TRIALS) {
            throw new PermanentFailure("The grid has " + trials + " points but may have at most " + MOST_TRIALS
                    + ": each is a function call, and on AWS each is billed. Leave out some values.");
        }
        List<Trial> grid = new ArrayList<>();
        for (double rate : rates) {
            for (int hidden : units) {
                for (double decay : decays) {
                    grid.add(new Trial(new Parameters(rate, hidden, decay), epochs, folds, seed));
                }
            }
        }
        return grid;
    }

    private static List<Double> numbers(
            String field, @Nullable List<@Nullable Double> asked, List<Double> otherwise, double least, double most) {
        if (asked == null) {
            return otherwise;
        }
        List<Double> checked = new ArrayList<>();
        for (Double number : asked) {
            if (number == null || !(number >= least && number <= most)) { // This form refuses NaN as well.
                throw new PermanentFailure(
                        field + " has " + number + " but takes numbers from " + least + " to " + most + ".");
            }
            checked.add(number);
        }
        return checked;
    }

    private static List<Integer> units(@Nullable List<@Nullable Long> asked) {
        if (asked == null) {
            return List.of(2, 4, 8);
        }
        List<Integer> checked = new ArrayList<>();
        for (Long number : asked) {
            if (number == null || number < 1 || number > 256) {
                throw new PermanentFailure(
                        "hiddenUnits has " + number + " but takes whole numbers from 1 to 256: " + BOUND + ".");
            }
            checked.add(number.intValue());
        }
        return checked;
    }
}
