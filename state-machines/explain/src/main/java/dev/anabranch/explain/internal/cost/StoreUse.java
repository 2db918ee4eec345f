package dev.anabranch.explain.internal.cost;

import dev.anabranch.explain.internal.cost.StateDemand.Kind;
import dev.anabranch.quotas.internal.BillingUnits;
import dev.anabranch.quotas.internal.DynamoDbQuotas;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.translate.internal.plan.FanOutPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.PlanMargins;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Estimates what the actions of a run read and write in the table and the bucket. */
final class StoreUse {

    /**
     * The size of a record without its result and names, in bytes: keys, times, log. The name of the workflow is in the
     * run's id in the key, and twice in the place of the log, which has the name of the execution.
     */
    private static final long RECORD_BYTES = 134;

    /** As {@link #RECORD_BYTES}, in a child execution, whose name is not that of the run but a random one. */
    private static final long CHILD_RECORD_BYTES = 151;

    /**
     * The storage overhead of an item in DynamoDB, in bytes:
     * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html.
     */
    private static final long STORED_WITH_ITEM = DynamoDbQuotas.STORED_WITH_ITEM_BYTES;

    /** The size of a cached result without the result, in bytes: its key and when it expires. */
    private static final long CACHED_BYTES = 100;

    /** The typical size of a task token, in bytes. */
    private static final long TOKEN_BYTES = 800;

    /** The maximum size of a result in its record, in bytes; larger results are objects. */
    private static final long LARGEST_IN_RECORD = StoredResult.RECORD_INLINE_LIMIT;

    private static final long WRITE_UNIT_BYTES = DynamoDbQuotas.WRITE_UNIT_BYTES;
    private static final long READ_UNIT_BYTES = DynamoDbQuotas.READ_UNIT_BYTES;
    private static final BigDecimal GB = BigDecimal.valueOf(BillingUnits.GB_BYTES);
    private static final BigDecimal MONTH_DAYS = BigDecimal.valueOf(BillingUnits.MONTH_DAYS);

    /** The objects that a Map Run writes: its results and their manifest. */
    private static final int MAP_RUN_PUTS = 2;

    /** The writes of the run's record: at its start and its end, each in the table and in two indexes. */
    private static final int RUN_WRITES = 6;

    /** The object with the run's graph. */
    private static final int RUN_PUTS = 1;

    /**
     * The size of a run's record without its input and output, and without the name of the workflow, which it has twice, in
     * bytes.
     */
    private static final long RUN_BYTES = 245;

    private final Plan plan;
    private final ResultDemand uses;
    private final Map<String, Node.FanOut> batched;
    private final ListForms lists;
    private final AssumedWidths widths;
    private final Assumptions assumptions;
    private final StateDemand work;
    private final ChargedQuantities into;

    /** The fan-out or loop in whose child executions a node runs, by node; empty for the run's own execution. */
    private final Map<String, String> children = new HashMap<>();

    StoreUse(
            Plan plan,
            ResultDemand uses,
            ListForms lists,
            AssumedWidths widths,
            Assumptions assumptions,
            StateDemand work,
            ChargedQuantities into) {
        this.plan = plan;
        this.batched = SharedRecordCost.batched(plan.graph());
        this.uses = uses;
        this.lists = lists;
        this.widths = widths;
        this.assumptions = assumptions;
        this.work = work;
        this.into = into;
        addChildren(plan.graph().root(), "");
    }

    void add() {
        into.add("", Charge.DYNAMODB_WRITES, RUN_WRITES);
        into.add(
                "",
                Charge.DYNAMODB_GB_MONTHS,
                months(1, RUN_BYTES + 2L * plan.graph().workflow().length() + STORED_WITH_ITEM));
        into.add("", Charge.S3_PUTS, RUN_PUTS);
        for (Node node : plan.graph().nodes()) {
            node.functionCall().ifPresent(call -> {
                if (!(node instanceof Node.Await)) {
                    writes(call);
                    cache(call);
                }
                reads(call);
            });
            if (node instanceof Node.FanOut fanOut) {
                mapRuns(fanOut);
            } else if (node instanceof Node.Await await) {
                answered(await);
            }
        }
    }

    private void mapRuns(Node.FanOut fanOut) {
        long runs = work.of(Kind.MAP_RUN, fanOut.id());
        into.add(fanOut.id(), Charge.S3_GETS, runs);
        if (plan.target().hasResultWriter()) {
            into.add(fanOut.id(), Charge.S3_PUTS, MAP_RUN_PUTS * runs);
        }
        into.add(fanOut.id(), Charge.DYNAMODB_WRITES, work.of(Kind.RECORD, fanOut.id()));
    }

    /** One write adds the record with its task token, and another the answer. */
    private void answered(Node.Await await) {
        long actions = work.of(await.start().isPresent() ? Kind.ACTION : Kind.RECORD, await.id());
        long claim = claimBytes(await.id()) + TOKEN_BYTES;
        long record = claim + assumptions.resultBytes();
        into.add(
                await.id(),
                Charge.DYNAMODB_WRITES,
                actions * (units(claim, WRITE_UNIT_BYTES) + units(record, WRITE_UNIT_BYTES)));
        into.add(await.id(), Charge.DYNAMODB_GB_MONTHS, months(actions, record + STORED_WITH_ITEM));
    }

    private void writes(Node.Call call) {
        if (batched.containsKey(call.id())) {
            sharedWrites(call, Objects.requireNonNull(batched.get(call.id())));
            return;
        }
        long actions = work.of(Kind.ACTION, call.id());
        long record = recordBytes(call);
        into.add(
                call.id(),
                Charge.DYNAMODB_WRITES,
                actions * (units(claimBytes(call.id()), WRITE_UNIT_BYTES) + units(record, WRITE_UNIT_BYTES)));
        into.add(call.id(), Charge.DYNAMODB_WRITES, work.of(Kind.RECORD, call.id()));
        into.add(call.id(), Charge.DYNAMODB_GB_MONTHS, months(actions, record + STORED_WITH_ITEM));
        long stored = 0;
        if (isObject(call)) {
            into.add(call.id(), Charge.S3_PUTS, actions);
            stored += resultBytes(call);
        }
        List<Node.FanOut> fanOuts = uses.fanOutsOver(call.id());
        if (!fanOuts.isEmpty()) {
            ListForms.Form form = form(fanOuts.get(0));
            into.add(call.id(), Charge.S3_PUTS, actions * (form.moved() + (form.inline() ? 0 : 1)));
            stored += form.inline() ? form.moved() * assumptions.itemBytes() : resultBytes(call);
        }
        into.add(call.id(), Charge.S3_GB_MONTHS, months(actions, stored));
    }

    /** Adds the look-up of each action in the cache, which finds nothing, and the write of its result. */
    private void cache(Node.Call call) {
        if (call.options().cache().isEmpty()) {
            return;
        }
        long actions = work.of(Kind.ACTION, call.id());
        boolean inObject = resultBytes(call) > LARGEST_IN_RECORD;
        long record = CACHED_BYTES + (inObject ? 0 : resultBytes(call));
        into.add(call.id(), Charge.DYNAMODB_READS, BigDecimal.valueOf(actions).divide(BigDecimal.valueOf(2)));
        into.add(call.id(), Charge.DYNAMODB_WRITES, actions * units(record, WRITE_UNIT_BYTES));
        into.add(call.id(), Charge.DYNAMODB_GB_MONTHS, months(actions, record + STORED_WITH_ITEM));
        if (inObject) {
            into.add(call.id(), Charge.S3_GETS, actions);
            into.add(call.id(), Charge.S3_PUTS, actions);
            into.add(call.id(), Charge.S3_GB_MONTHS, months(actions, resultBytes(call)));
        }
    }

    /** Adds the two writes of a shared record: the first claims it, the second records the outcomes of its actions. */
    private void sharedWrites(Node.Call call, Node.FanOut fanOut) {
        into.add(call.id(), Charge.DYNAMODB_WRITES, work.of(Kind.RECORD, call.id()));
        long width = widths.of(fanOut.id());
        if (width == 0) {
            return;
        }
        long times = work.of(Kind.ACTION, call.id()) / width;
        long result = resultBytes(call);
        shared(fanOut).widths().forEach((items, records) -> {
            boolean inObject = items * result > LARGEST_IN_RECORD;
            long record = claimBytes(call.id()) + SharedRecordCost.endings(items, result, inObject);
            long all = times * records;
            into.add(
                    call.id(),
                    Charge.DYNAMODB_WRITES,
                    all * (units(claimBytes(call.id()), WRITE_UNIT_BYTES) + units(record, WRITE_UNIT_BYTES)));
            into.add(call.id(), Charge.DYNAMODB_GB_MONTHS, months(all, record + STORED_WITH_ITEM));
            into.add(call.id(), Charge.S3_PUTS, inObject ? all * SharedRecordCost.objects(items, result) : 0);
            into.add(call.id(), Charge.S3_GB_MONTHS, months(all, inObject ? items * result : 0));
        });
    }

    private SharedRecordCost shared(Node.FanOut fanOut) {
        long width = widths.of(fanOut.id());
        FanOutPlan modes = plan.fanOut(fanOut.id());
        boolean inline = form(fanOut).inline() && modes.inlineWidth() > 0;
        if (!inline && !plan.target().hasItemBatcher()) {
            return new SharedRecordCost(Map.of(1L, width));
        }
        long shard = inline
                ? width
                : modes.shard()
                        .map(cut -> lists.batch(cut.batch(), PlanMargins.SHARD_BYTES))
                        .orElse(width);
        return SharedRecordCost.of(width, shard, fanOut.options().batch());
    }

    private void reads(Node.Call call) {
        long actions = work.of(Kind.ACTION, call.id());
        for (Expr source : OutsideValues.sources(call.input())) {
            if (source instanceof Expr.Collected collected) {
                fanIn(call, actions, collected);
            } else if (source instanceof Expr.Folded folded) {
                Node.Call from = (Node.Call) uses.node(folded.node());
                long width = widths.of(folded.fold());
                // The first item and the first round read nothing.
                long reads = width == 0 ? 0 : folded.inside() ? actions / width * (width - 1) : actions;
                into.add(call.id(), Charge.DYNAMODB_READS, reads * units(recordBytes(from), READ_UNIT_BYTES));
                into.add(call.id(), Charge.S3_GETS, isObject(from) ? reads : 0);
            } else if (source instanceof Expr.Outcome outcome) {
                Node.Guard attempt = (Node.Guard) uses.node(outcome.guard());
                Node.Call from = (Node.Call) uses.node(uses.lastCall(attempt));
                into.add(call.id(), Charge.DYNAMODB_READS, actions * units(recordBytes(from), READ_UNIT_BYTES));
                into.add(call.id(), Charge.S3_GETS, isObject(from) ? actions : 0);
            } else if (source instanceof Expr.Item item) {
                long width = widths.of(item.fanOut());
                long moved = form((Node.FanOut) uses.node(item.fanOut())).moved();
                into.add(call.id(), Charge.S3_GETS, width == 0 ? 0 : actions * moved / width);
            } else if (source instanceof Expr.Result result && uses.node(result.node()) instanceof Node.Await await) {
                into.add(
                        call.id(),
                        Charge.DYNAMODB_READS,
                        actions
                                * units(
                                        claimBytes(await.id()) + TOKEN_BYTES + assumptions.resultBytes(),
                                        READ_UNIT_BYTES));
            } else if (source instanceof Expr.Result result && uses.node(result.node()) instanceof Node.Call from) {
                boolean recorded = plan.recorded().contains(from.id());
                into.add(
                        call.id(),
                        Charge.DYNAMODB_READS,
                        recorded ? actions * units(recordBytes(from), READ_UNIT_BYTES) : 0);
                into.add(call.id(), Charge.S3_GETS, isObject(from) && (recorded || isReferred(from)) ? actions : 0);
            }
        }
    }

    /** Adds the reads of a fan-in: one Query for each block of records. */
    private void fanIn(Node.Call reader, long actions, Expr.Collected collected) {
        Node.Call from = (Node.Call) uses.node(collected.node());
        long width = widths.of(collected.fanOut());
        long full = width / RecordKey.BLOCK;
        long rest = width % RecordKey.BLOCK;
        if (batched.containsKey(from.id())) {
            sharedFanIn(reader, actions, from, (Node.FanOut) uses.node(collected.fanOut()));
            return;
        }
        long record = recordBytes(from);
        long perRead = full * units(RecordKey.BLOCK * record, READ_UNIT_BYTES)
                + (rest == 0 ? 0 : units(rest * record, READ_UNIT_BYTES));
        into.add(reader.id(), Charge.DYNAMODB_READS, actions * perRead);
        into.add(reader.id(), Charge.S3_GETS, isObject(from) ? actions * width : 0);
    }

    private void sharedFanIn(Node.Call reader, long actions, Node.Call from, Node.FanOut fanOut) {
        long result = resultBytes(from);
        long bytes = 0;
        long objects = 0;
        for (Map.Entry<Long, Long> record : shared(fanOut).widths().entrySet()) {
            boolean inObject = record.getKey() * result > LARGEST_IN_RECORD;
            bytes += record.getValue()
                    * (claimBytes(from.id()) + SharedRecordCost.endings(record.getKey(), result, inObject));
            objects += inObject ? record.getValue() * SharedRecordCost.objects(record.getKey(), result) : 0;
        }
        long blocks = (widths.of(fanOut.id()) + RecordKey.BLOCK - 1) / RecordKey.BLOCK;
        into.add(
                reader.id(),
                Charge.DYNAMODB_READS,
                blocks == 0 ? 0 : actions * Math.max(blocks, units(bytes, READ_UNIT_BYTES)));
        into.add(reader.id(), Charge.S3_GETS, actions * objects);
    }

    private ListForms.Form form(Node.FanOut fanOut) {
        return lists.of(fanOut, widths.of(fanOut.id()));
    }

    private long resultBytes(Node.Call call) {
        List<Node.FanOut> fanOuts = uses.fanOutsOver(call.id());
        return fanOuts.isEmpty()
                ? assumptions.resultBytes()
                : 2 + widths.of(fanOuts.get(0).id()) * (assumptions.itemBytes() + 1);
    }

    private boolean isReferred(Node.Call call) {
        return uses.fanOutsOver(call.id()).isEmpty()
                && uses.isUsed(call.id())
                && resultBytes(call) > plan.inlineBytes();
    }

    private boolean isObject(Node.Call call) {
        return resultBytes(call) > LARGEST_IN_RECORD || isReferred(call);
    }

    /** Returns the size of a record without a result. */
    private long claimBytes(String node) {
        String child = children.getOrDefault(node, "");
        long workflow = plan.graph().workflow().length();
        long names = child.isEmpty() ? RECORD_BYTES + 3 * workflow : CHILD_RECORD_BYTES + 2 * workflow + child.length();
        return names + node.length();
    }

    /**
     * Notes which nodes of a scope run in child executions.
     *
     * @param child the fan-out or loop in whose child executions the scope runs; empty for the run's own execution
     */
    private void addChildren(Scope scope, String child) {
        for (Node node : scope.nodes()) {
            boolean inChildren = node instanceof Node.FanOut fanOut
                    ? !form(fanOut).inline()
                    : node instanceof Node.Repeat repeat && plan.repeat(repeat).inChildren();
            String inside = inChildren ? node.id() : child;
            children.put(node.id(), child);
            node.scopes().forEach(inner -> addChildren(inner, inside));
        }
    }

    private long recordBytes(Node.Call call) {
        return claimBytes(call.id()) + (isObject(call) ? 0 : resultBytes(call));
    }

    private BigDecimal months(long actions, long bytes) {
        return BigDecimal.valueOf(actions)
                .multiply(BigDecimal.valueOf(bytes))
                .multiply(BigDecimal.valueOf(assumptions.retentionDays()))
                .divide(GB.multiply(MONTH_DAYS), MathContext.DECIMAL64);
    }

    private static long units(long bytes, long unit) {
        return Math.max(1, (bytes + unit - 1) / unit);
    }
}
