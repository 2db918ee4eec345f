package dev.anabranch.cli.internal.output;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.embedded.internal.billing.Bill;
import dev.anabranch.explain.internal.cost.Charge;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A bill for people and as JSON. */
public final class BillText {

    private static final int COLUMNS = 80;
    private static final int SERVICE = 17;
    private static final int DOLLARS = 10;
    private static final String INDENT = "  ";
    private static final BigDecimal LEAST_DOLLARS = new BigDecimal("0.000001");
    private static final BigDecimal LEAST_QUANTITY = new BigDecimal("0.1");

    /** How long things took, which is another matter on AWS. */
    private static final Set<Charge> BY_TIME =
            EnumSet.of(Charge.EXPRESS_GB_SECONDS, Charge.LAMBDA_ARM64_GB_SECONDS, Charge.LAMBDA_X86_GB_SECONDS);

    private BillText() {}

    /** A few lines of at most 80 characters, the last without an end. */
    public static String of(Bill bill) {
        StringBuilder text = new StringBuilder("On AWS this would have cost, in US dollars (")
                .append(bill.prices().region())
                .append(", prices of ")
                .append(bill.prices().asOf())
                .append("):");
        for (Map.Entry<String, BigDecimal> service : bill.services().entrySet()) {
            List<String> details = new ArrayList<>();
            bill.lines(service.getKey()).forEach(line -> details.add(detail(line)));
            row(text, service.getKey(), service.getValue(), details);
        }
        row(text, "total", bill.total(), List.of());
        text.append('\n')
                .append(INDENT)
                .append("GB-seconds are as it took here; records and payloads are kept for ")
                .append(bill.assumptions().retentionDays())
                .append(" days");
        return text.toString();
    }

    private static void row(StringBuilder text, String service, BigDecimal dollars, List<String> details) {
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%s%-" + SERVICE + "s%" + DOLLARS + "s", INDENT, service, dollars(dollars)));
        String separator = INDENT;
        for (String detail : details) {
            if (line.length() + separator.length() + detail.length() + 1 > COLUMNS) {
                text.append('\n').append(line).append(',');
                line = new StringBuilder(" ".repeat(INDENT.length() + SERVICE + DOLLARS));
                separator = INDENT;
            }
            line.append(separator).append(detail);
            separator = ", ";
        }
        text.append('\n').append(line);
    }

    private static String detail(Bill.Line line) {
        return quantity(line.quantity()) + " " + line.charge().unit();
    }

    private static String quantity(BigDecimal quantity) {
        if (quantity.stripTrailingZeros().scale() <= 0) {
            return String.format(Locale.ROOT, "%,d", quantity.longValue());
        }
        return quantity.compareTo(LEAST_QUANTITY) < 0 ? "< 0.1" : String.format(Locale.ROOT, "%,.1f", quantity);
    }

    /** Six places: many a run costs less than a hundredth of a cent. */
    private static String dollars(BigDecimal dollars) {
        return dollars.signum() > 0 && dollars.compareTo(LEAST_DOLLARS) < 0
                ? "< " + LEAST_DOLLARS.toPlainString()
                : String.format(Locale.ROOT, "%,.6f", dollars.setScale(6, RoundingMode.HALF_UP));
    }

    /**
     * The same as JSON: {@code region} and {@code asOf} of the prices, {@code dollars} in all, and {@code lines}, each with
     * {@code service}, {@code unit}, {@code quantity}, {@code dollars} and {@code byTimeHere}: whether it depends on how long
     * things took here.
     */
    static ObjectNode json(Bill bill) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("region", bill.prices().region());
        json.put("asOf", bill.prices().asOf().toString());
        json.put("dollars", number(bill.total()));
        var lines = json.putArray("lines");
        for (Bill.Line line : bill.lines()) {
            lines.addObject()
                    .put("service", line.charge().service())
                    .put("unit", line.charge().unit())
                    .put("quantity", number(line.quantity()))
                    .put("dollars", number(line.dollars()))
                    .put("byTimeHere", BY_TIME.contains(line.charge()));
        }
        return json;
    }

    private static double number(BigDecimal number) {
        return number.doubleValue();
    }
}
