import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Queue;
import dev.dbos.transact.workflow.Workflow;
import dev.dbos.transact.workflow.WorkflowHandle;
import java.util.ArrayList;
import java.util.List;

/** DBOS for Java on PostgreSQL. Usage: DbosFan WORK N JDBC-URL */
public final class DbosFan {

    private DbosFan() {}

    /** The workflows. */
    public interface Fan {
        long one(long x, String work);

        long run(String work, int n);
    }

    /** Fans out by a queue. */
    public static final class QueuedFan implements Fan {
        private DBOS dbos;
        private Fan self;

        @Workflow
        @Override
        public long one(long x, String work) {
            return dbos.runStep(() -> work.equals("nap") ? nap(x) : x, "one");
        }

        private static long nap(long x) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return x;
        }

        @Workflow
        @Override
        public long run(String work, int n) {
            List<WorkflowHandle<Long, Exception>> results = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                long x = i;
                results.add(dbos.startWorkflow(() -> self.one(x, work), new StartWorkflowOptions().withQueue("peers")));
            }
            long sum = 0;
            for (WorkflowHandle<Long, Exception> result : results) {
                try {
                    sum += result.getResult();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return sum;
        }
    }

    /** Runs the work and prints the outcome. */
    public static void main(String... args) {
        String work = args[0];
        int n = Integer.parseInt(args[1]);
        DBOS dbos = new DBOS(DBOSConfig.defaults("peers")
                .withDatabaseUrl(args[2])
                .withDbUser("peers")
                .withDbPassword("peers")
                .withAdminServer(false));
        QueuedFan target = new QueuedFan();
        target.dbos = dbos;
        target.self = dbos.registerProxy(Fan.class, target);
        Queue queue = new Queue("peers");
        dbos.registerQueues(work.equals("nap") ? queue.withWorkerConcurrency(50) : queue);
        dbos.launch();
        long started = System.nanoTime();
        boolean ok = target.self.run(work, n) == (long) n * (n - 1) / 2;
        System.out.println("RESULT {\"ms\": " + (System.nanoTime() - started) / 1_000_000 + ", \"ok\": " + ok + "}");
        System.out.flush();
        dbos.shutdown();
        System.exit(0);
    }
}
