package dev.anabranch.workflow.internal.graph;

/** Descriptions of the sources of values, for messages. */
public final class SourceText implements Expr.Visitor<String> {

    private static final SourceText DESCRIPTIONS = new SourceText();

    private SourceText() {}

    /** Returns a description such as {@code the results of `square`}. */
    public static String describe(Expr expr) {
        return expr.accept(DESCRIPTIONS);
    }

    @Override
    public String constant(Expr.Constant constant) {
        return "a constant of the definition";
    }

    @Override
    public String runInput(Expr.RunInput input) {
        return "the run's input";
    }

    @Override
    public String item(Expr.Item item) {
        return "the item of `" + item.fanOut() + "`";
    }

    @Override
    public String index(Expr.Index index) {
        return "the index in `" + index.fanOut() + "`";
    }

    @Override
    public String result(Expr.Result result) {
        return "the result of `" + result.node() + "`";
    }

    @Override
    public String collected(Expr.Collected collected) {
        return "the results of `" + collected.node() + "`";
    }

    @Override
    public String outcome(Expr.Outcome outcome) {
        return "the outcome of `" + outcome.guard() + "`";
    }

    @Override
    public String folded(Expr.Folded folded) {
        return "the result of `" + folded.fold() + "`";
    }

    @Override
    public String field(Expr.Field field) {
        return "`" + field.name() + "` of " + field.of().accept(this);
    }

    @Override
    public String composite(Expr.Composite composite) {
        return "a record of " + composite.fields().keySet();
    }

    @Override
    public String sequence(Expr.Sequence sequence) {
        return "a list of " + sequence.elements().size() + " values";
    }
}
