import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The floor: an executor of the JDK, which records nothing. Usage: ExecutorFan WORK N */
public final class ExecutorFan {

    private ExecutorFan() {}

    /** Runs the work and prints the outcome. */
    public static void main(String... args) throws Exception {
        String work = args[0];
        int n = Integer.parseInt(args[1]);
        long started = System.nanoTime();
        ExecutorService pool = Executors.newFixedThreadPool(work.equals("nap") ? 50 : 2);
        List<Callable<Long>> calls = new ArrayList<>();
        int texts = work.equals("nested") ? n * 100 : n;
        int length = work.equals("nested") ? 1_000 : n >= 1_000_000 ? 200 : 10_000;
        for (int i = 0; i < texts; i++) {
            long x = i;
            calls.add(switch (work) {
                case "nap" -> () -> {
                    Thread.sleep(100);
                    return x;
                };
                case "texts", "nested" -> () -> (long) "x".repeat(length).length();
                default -> () -> x;
            });
        }
        long sum = 0;
        for (Future<Long> result : pool.invokeAll(calls)) {
            sum += result.get();
        }
        pool.shutdown();
        boolean counted = work.equals("texts") || work.equals("nested");
        boolean ok = sum == (counted ? (long) texts * length : (long) n * (n - 1) / 2);
        System.out.println("RESULT {\"ms\": " + (System.nanoTime() - started) / 1_000_000 + ", \"ok\": " + ok + "}");
    }
}
