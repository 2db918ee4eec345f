package dev.anabranch.cdk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/** The alarms and the dashboard of a deployment. */
final class BackendMonitoring {

    private static final int HALF = 12;

    /** Throttled requests in five minutes. A table that scales up throttles some, and the SDK retries them. */
    private static final int TABLE_THROTTLES = 100;

    /** Consecutive periods in which the table throttles. */
    private static final int TABLE_PERIODS = 3;

    private final Construct scope;
    private final BackendSettings settings;

    /** The resources that are monitored. */
    record Subjects(
            WorkflowMachines machines,
            TaskFunctions functions,
            StoreResources stores,
            Optional<HttpApi> api,
            Optional<Queue> undelivered) {}

    private BackendMonitoring(Construct scope, BackendSettings settings) {
        this.scope = scope;
        this.settings = settings;
    }

    static void of(Construct scope, BackendSettings settings, Subjects subjects) {
        BackendMonitoring monitoring = new BackendMonitoring(new Construct(scope, "Monitoring"), settings);
        if (settings.alarms()) {
            monitoring.alarms(subjects);
        }
        if (settings.dashboard()) {
            monitoring.dashboard(subjects);
        }
    }

    private void alarms(Subjects subjects) {
        subjects.machines()
                .forEach((workflow, machine) -> alarm(
                        "Runs-" + workflow,
                        "A run of " + workflow + " failed or timed out. Its record has the action and the error.",
                        MathExpression.Builder.create()
                                .expression("failed + timedOut")
                                .label(workflow)
                                .period(StackMetrics.PERIOD)
                                .usingMetrics(new TreeMap<>(Map.of(
                                        "failed", StackMetrics.runs(machine, "ExecutionsFailed", "failed"),
                                        "timedOut", StackMetrics.runs(machine, "ExecutionsTimedOut", "timed out"))))
                                .build(),
                        1,
                        1));
        alarm(
                "TableThrottles",
                "The table has throttled requests for a quarter of an hour, so runs are slower. Check its warm throughput.",
                MathExpression.Builder.create()
                        .expression("reads + writes")
                        .label("throttled requests")
                        .period(StackMetrics.PERIOD)
                        .usingMetrics(new TreeMap<>(Map.of(
                                "reads", StackMetrics.table(subjects.stores().table(), "ReadThrottleEvents"),
                                "writes", StackMetrics.table(subjects.stores().table(), "WriteThrottleEvents"))))
                        .build(),
                TABLE_THROTTLES,
                TABLE_PERIODS);
        subjects.undelivered()
                .ifPresent(queue -> alarm(
                        "Undelivered",
                        "The event of a run's end, of a wait or of a scheduled start could not be delivered. The dead-letter queue has it;"
                                + " of a wait, it has only the position in the table's stream, which keeps records for 24 hours.",
                        StackMetrics.waiting(queue),
                        1,
                        1));
        subjects.api()
                .ifPresent(api -> alarm(
                        "ApiFaults",
                        "The run API answered with 5xx. The function's log has the error.",
                        StackMetrics.api(api, "5xx", StackMetrics.SUM),
                        1,
                        1));
    }

    private void alarm(String id, String description, IMetric metric, int threshold, int periods) {
        Alarm alarm = Alarm.Builder.create(scope, id)
                .alarmDescription(description)
                .metric(metric)
                .threshold(threshold)
                .evaluationPeriods(periods)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
        settings.alarmTopic().ifPresent(topic -> alarm.addAlarmAction(new SnsAction(topic)));
    }

    private void dashboard(Subjects subjects) {
        Collection<Alias> functions = subjects.functions().all();
        List<IWidget> widgets = new ArrayList<>(List.of(
                runs(subjects, "Runs started", "ExecutionsStarted"),
                runs(subjects, "Runs failed", "ExecutionsFailed"),
                actions(functions, "Actions", "Invocations", StackMetrics.SUM),
                actions(functions, "Attempts that failed", "Errors", StackMetrics.SUM),
                actions(functions, "Throttled by the concurrency of the account", "Throttles", StackMetrics.SUM),
                actions(functions, "99 of 100 attempts took at most (ms)", "Duration", StackMetrics.P99),
                graph(
                        "Table: units and throttles",
                        Stream.of(
                                        "ConsumedWriteCapacityUnits",
                                        "ConsumedReadCapacityUnits",
                                        "WriteThrottleEvents",
                                        "ReadThrottleEvents")
                                .map(name ->
                                        StackMetrics.table(subjects.stores().table(), name))
                                .toList())));
        subjects.api()
                .ifPresent(api -> widgets.add(graph(
                        "Run API: requests and faults",
                        Stream.of("Count", "4xx", "5xx")
                                .map(name -> StackMetrics.api(api, name, StackMetrics.SUM))
                                .toList())));
        Dashboard dashboard = Dashboard.Builder.create(scope, "Dashboard")
                // The name must be unique in the account, across all regions.
                .dashboardName(settings.name() + "-" + Stack.of(scope).getRegion())
                .build();
        for (int i = 0; i < widgets.size(); i += 2) {
            dashboard.addWidgets(
                    widgets.subList(i, Math.min(i + 2, widgets.size())).toArray(IWidget[]::new));
        }
    }

    private static IWidget runs(Subjects subjects, String title, String metric) {
        List<IMetric> metrics = new ArrayList<>();
        subjects.machines().forEach((workflow, machine) -> metrics.add(StackMetrics.runs(machine, metric, workflow)));
        return graph(title, metrics);
    }

    private static IWidget actions(Collection<Alias> functions, String title, String metric, String statistic) {
        Function<Alias, IMetric> each = function -> StackMetrics.function(function, metric, statistic);
        return graph(title, functions.stream().map(each).toList());
    }

    private static IWidget graph(String title, List<? extends IMetric> metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(metrics)
                .width(HALF)
                .build();
    }
}
