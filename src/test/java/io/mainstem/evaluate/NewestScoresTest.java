package io.mainstem.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NewestScoresTest {

    @Test
    void ranksTheNewestWithTheirTies() {
        for (long seed = 1; seed <= 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int capacity = 1 + random.nextInt(20);
            int kinds = 1 + random.nextInt(30);
            NewestScores scores = new NewestScores(capacity);
            List<Double> all = new ArrayList<>();
            for (int n = 0; n < 200; n++) {
                double score = random.nextInt(kinds) / 4.;
                scores.add(score);
                all.add(score);
                List<Double> newest = new ArrayList<>(all.subList(Math.max(0, all.size() - capacity), all.size()));
                Collections.sort(newest);
                assertThat(scores.size()).isEqualTo(newest.size());
                for (int rank = 1; rank <= newest.size(); rank++) {
                    assertThat(scores.ofRank(rank))
                            .as("seed %d, score %d, rank %d", seed, n, rank)
                            .isEqualTo(newest.get(rank - 1));
                }
            }
        }
    }
}
