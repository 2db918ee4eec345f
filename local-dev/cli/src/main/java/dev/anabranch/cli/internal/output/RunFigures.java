package dev.anabranch.cli.internal.output;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.explain.internal.report.RunCosts.RunCost;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunTally;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** The figures of a run in lists and in its status: progress and cost, as the console shows them. */
public final class RunFigures {

    private static final BigDecimal LEAST = new BigDecimal("0.00001");

    private RunFigures() {}

    /** Returns the number of actions that have ended, and of how many: {@code 17 of 32}, or {@code 17 of 32+}. */
    public static String progress(RunTally tally, boolean ended) {
        ActionCounts counts = tally.counts();
        if (ended) {
            return Long.toString(counts.total());
        }
        return counts.total() - counts.running() + " of " + tally.expected() + (tally.open() ? "+" : "");
    }

    /** Returns two significant digits, or cents from a dollar. */
    public static String dollars(BigDecimal amount) {
        if (amount.signum() == 0) {
            return "$0";
        }
        if (amount.compareTo(LEAST) < 0) {
            return "under $0.00001";
        }
        return amount.compareTo(BigDecimal.ONE) < 0
                ? "$"
                        + amount.round(new MathContext(2, RoundingMode.HALF_UP))
                                .stripTrailingZeros()
                                .toPlainString()
                : String.format(Locale.ROOT, "$%,.2f", amount);
    }

    public static ObjectNode json(RunCost cost) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("soFar", cost.soFar().doubleValue())
                .put("foreseen", cost.foreseen().doubleValue());
    }
}
