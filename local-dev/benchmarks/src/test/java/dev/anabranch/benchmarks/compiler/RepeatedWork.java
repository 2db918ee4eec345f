package dev.anabranch.benchmarks.compiler;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Repeats one kind of work in this process and measures the CPU time of the thread that does it. */
final class RepeatedWork {

    private RepeatedWork() {}

    /**
     * Prints the number of repetitions and their seconds, a line for each power of two.
     *
     * @param args the kind of work and the number of its repetitions
     */
    public static void main(String[] args) throws Exception {
        KindOfWork kind = KindOfWork.valueOf(args[0]);
        int repetitions = Integer.parseInt(args[1]);
        long checksum = 0;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        for (int done = 1; done <= repetitions; done++) {
            checksum += kind.once();
            if (Integer.bitCount(done) == 1) {
                System.out.println(done + " " + (threads.getCurrentThreadCpuTime() - begun) / 1e9);
            }
        }
        System.err.println(checksum);
    }
}
