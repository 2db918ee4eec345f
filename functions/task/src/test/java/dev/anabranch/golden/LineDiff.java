package dev.anabranch.golden;

import java.util.ArrayList;
import java.util.List;

/** The difference between two texts, by line. */
public final class LineDiff {

    private static final int MOST = 60;

    private LineDiff() {}

    /** Returns at most 60 lines that only one of the texts has, in order, each after - or + and its number. */
    static String between(String before, String after) {
        List<String> changes = changes(before, after);
        String rest = changes.size() > MOST ? "\n... and " + (changes.size() - MOST) + " more lines" : "";
        return String.join("\n", changes.subList(0, Math.min(MOST, changes.size()))) + rest;
    }

    /** Returns all lines that only one of the texts has, in order, each after - or + and its number. */
    public static List<String> changes(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> now = after.lines().toList();
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> changes = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                i++;
                j++;
            } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
                changes.add("-" + (i + 1) + ": " + old.get(i++));
            } else {
                changes.add("+" + (j + 1) + ": " + now.get(j++));
            }
        }
        return changes;
    }
}
