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
import java.util.regex.Pattern;

/** Formats a bill as text and as JSON. */
public final class BillText {

    /** The end of a unit, such as that of `write units` and of `GB-seconds on arm64`. */
    private static final Pattern PLURAL = Pattern.compile("s( on \\S+)?$");

    private static final int COLUMNS = 80;
    private static final int SERVICE = 17;
    private static final int DOLLARS = 10;
    private static final String INDENT = "  ";
    private static final BigDecimal LEAST_DOLLARS = new BigDecimal("0.000001");
    private static final BigDecimal LEAST_QUANTITY = new BigDecimal("0.1");

    /** The charges that depend on the speed of this machine. */
    private static final Set<Charge> BY_TIME =
            EnumSet.of(Charge.EXPRESS_GB_SECONDS, Charge.LAMBDA_ARM64_GB_SECONDS, Charge.LAMBDA_X86_GB_SECONDS);

    private BillText() {}

    /** Returns the total as one line. */
    public static String total(Bill bill) {
        return "Cost on AWS, metered: " + dollars(bill.total()) + " US dollars ("
                + bill.prices().region() + "); --bill prints all of it";
    }

    /** Returns lines of at most 80 characters, without a line break at the end. */
    public static String of(Bill bill) {
        StringBuilder text = new StringBuilder("Metered cost of this run on AWS in US dollars (")
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
                .append("GB-seconds use the time on this machine; storage is billed for ")
                .append(bill.assumptions().retentionDays())
                .append(" days;\n")
                .append(INDENT)
                .append("`explain` foresees a cost from assumed durations and sizes instead");
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
        String quantity = quantity(line.quantity());
        String unit = line.charge().unit();
        return quantity + " " + (quantity.equals("1") ? PLURAL.matcher(unit).replaceFirst("$1") : unit);
    }

    private static String quantity(BigDecimal quantity) {
        if (quantity.stripTrailingZeros().scale() <= 0) {
            return String.format(Locale.ROOT, "%,d", quantity.longValue());
        }
        return quantity.compareTo(LEAST_QUANTITY) < 0 ? "< 0.1" : String.format(Locale.ROOT, "%,.1f", quantity);
    }

    /** Returns six decimal places, because many runs cost less than a hundredth of a cent. */
    private static String dollars(BigDecimal dollars) {
        return dollars.signum() > 0 && dollars.compareTo(LEAST_DOLLARS) < 0
                ? "< " + LEAST_DOLLARS.toPlainString()
                : String.format(Locale.ROOT, "%,.6f", dollars.setScale(6, RoundingMode.HALF_UP));
    }

    /**
     * Returns the bill as JSON: {@code region} and {@code asOf} of the prices, the total in {@code dollars}, and {@code
     * lines}, each with {@code service}, {@code unit}, {@code quantity}, {@code dollars} and {@code byTimeHere}:
     * whether it depends on the speed of this machine.
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
