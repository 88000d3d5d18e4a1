package io.mainstem.event;

import java.util.Arrays;
import java.util.List;

/** Finds the index of a declared name from characters, without making a string of them. */
final class NameTable {

    private static final int MAX_LISTED = 10;

    private final List<String> names;
    private final char[][] slots;
    private final int[] indices;
    private final int mask;

    NameTable(List<String> names) {
        this.names = List.copyOf(names);
        int size = Integer.highestOneBit(Math.max(1, names.size())) * 4;
        slots = new char[size][];
        indices = new int[size];
        mask = size - 1;
        for (int i = 0; i < names.size(); i++) {
            char[] name = names.get(i).toCharArray();
            int slot = hash(name, 0, name.length) & mask;
            while (slots[slot] != null) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = name;
            indices[slot] = i;
        }
    }

    /** The index of the name, or -1. */
    int find(char[] text, int offset, int length) {
        int slot = hash(text, offset, length) & mask;
        while (slots[slot] != null) {
            if (Arrays.equals(slots[slot], 0, slots[slot].length, text, offset, offset + length)) {
                return indices[slot];
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    private static int hash(char[] text, int offset, int length) {
        int hash = 0;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + text[i];
        }
        return hash ^ (hash >>> 15);
    }

    /** The names for a message; the first ones where there are many. */
    @Override
    public String toString() {
        String listed = String.join(", ", names.subList(0, Math.min(names.size(), MAX_LISTED)));
        return names.size() > MAX_LISTED ? listed + ", … (" + names.size() + " in all)" : listed;
    }
}
