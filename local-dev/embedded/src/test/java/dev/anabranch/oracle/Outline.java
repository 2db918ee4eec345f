package dev.anabranch.oracle;

import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.stream.Collectors;

/** Formats a graph for people, one node per line. */
final class Outline implements Expr.Visitor<String> {

    private final StringBuilder text = new StringBuilder();

    private Outline() {}

    static String of(Graph graph) {
        Outline outline = new Outline();
        outline.scope(graph.root(), "  ");
        return graph.workflow() + "\n" + outline.text;
    }

    private void scope(Scope scope, String indent) {
        scope.nodes().forEach(node -> node(node, indent));
        text.append(indent)
                .append("return ")
                .append(scope.output().accept(this))
                .append('\n');
    }

    private void node(Node node, String indent) {
        text.append(indent).append(node.id()).append(" = ");
        String after = node.after().isEmpty() ? "" : " after " + node.after();
        if (node instanceof Node.Call call) {
            text.append(call.task().simpleName())
                    .append('(')
                    .append(call.input().accept(this))
                    .append(')')
                    .append(call.options().maxRetries() == 0 ? "" : " retried")
                    .append(after)
                    .append('\n');
        } else if (node instanceof Node.FanOut fanOut) {
            text.append("for each of ")
                    .append(fanOut.list().accept(this))
                    .append(fanOut.options().tolerance().isEmpty() ? "" : " tolerant")
                    .append(after)
                    .append('\n');
            scope(fanOut.body(), indent + "  ");
        } else if (node instanceof Node.Repeat repeat) {
            text.append("repeat from ")
                    .append(repeat.start().accept(this))
                    .append(" at most ")
                    .append(repeat.atMost())
                    .append(after)
                    .append('\n');
            scope(repeat.body(), indent + "  ");
            scope(repeat.until(), indent + "  until ");
        } else if (node instanceof Node.When when) {
            text.append("when ")
                    .append(when.condition().accept(this))
                    .append(after)
                    .append('\n');
            scope(when.then(), indent + "  yes ");
            scope(when.otherwise(), indent + "  no  ");
        } else if (node instanceof Node.Guard guard) {
            text.append(guard.isAttempt() ? "attempt" : "ensure").append(after).append('\n');
            scope(guard.body(), indent + "  ");
            guard.cleanup().ifPresent(cleanup -> scope(cleanup, indent + "  cleanup "));
        } else if (node instanceof Node.Await await) {
            text.append(await.start()
                            .map(start -> "callback " + start.task().simpleName() + " ")
                            .orElse("await "))
                    .append(await.prompt().accept(this))
                    .append(await.onTimeout().map(value -> " or " + value).orElse(""))
                    .append(after)
                    .append('\n');
        } else if (node instanceof Node.SubRun run) {
            text.append("run ")
                    .append(run.child().workflow())
                    .append('(')
                    .append(run.end().input().accept(this))
                    .append(')')
                    .append(after)
                    .append('\n');
        } else if (node instanceof Node.Wait wait) {
            text.append("sleep ")
                    .append(wait.timer().input().accept(this))
                    .append(after)
                    .append('\n');
        }
    }

    @Override
    public String constant(Expr.Constant constant) {
        return constant.json().toString();
    }

    @Override
    public String runInput(Expr.RunInput input) {
        return "input";
    }

    @Override
    public String item(Expr.Item item) {
        return "item of <" + item.fanOut() + ">";
    }

    @Override
    public String index(Expr.Index index) {
        return "index of <" + index.fanOut() + ">";
    }

    @Override
    public String result(Expr.Result result) {
        return "<" + result.node() + ">";
    }

    @Override
    public String collected(Expr.Collected collected) {
        return "all <" + collected.node() + "> " + collected.failures() + (collected.whole() ? " whole" : "");
    }

    @Override
    public String folded(Expr.Folded folded) {
        return (folded.inside() ? "before <" : "last <") + folded.node() + "> or "
                + folded.initial().accept(this);
    }

    @Override
    public String outcome(Expr.Outcome outcome) {
        return "outcome of <" + outcome.guard() + ">";
    }

    @Override
    public String field(Expr.Field field) {
        return field.of().accept(this) + "." + field.name();
    }

    @Override
    public String composite(Expr.Composite composite) {
        return composite.fields().entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue().accept(this))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    @Override
    public String sequence(Expr.Sequence sequence) {
        return sequence.elements().stream()
                .map(element -> element.accept(this))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
