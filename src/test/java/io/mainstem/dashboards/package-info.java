/** What Prometheus and Grafana load of {@code dashboards/}, for tests. */
@NullMarked
package io.mainstem.dashboards;

import org.jspecify.annotations.NullMarked;
