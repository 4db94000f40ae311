"""What frameworks and products start by the clock themselves, with the times that are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.model.facts import Component
from migrate.read.php.tasks import laravel
from tests.read.php.sites import items, places, site

FRONT = "<?php require 'x.php';"
LARAVEL: dict[str, str | bytes] = {"artisan": "", "bootstrap/app.php": "<?php"}


def told(component: Component) -> list[tuple[object, ...]]:
    found = items(component, "schedules.internal")
    return [
        (i["trigger"], i["command"], i.get("cron"), i.get("every")) for i in found if "cron" in i
    ]


@pytest.mark.parametrize(
    ("chain", "cron"),
    [
        ("->cron('15 3 * * 1-5')", "15 3 * * 1-5"),
        ("->daily()", "0 0 * * *"),
        ("->dailyAt('13:05')", "5 13 * * *"),
        ("->daily()->at('8:00')", "0 8 * * *"),
        ("->everyMinute()", "* * * * *"),
        ("->everyFiveMinutes()->withoutOverlapping()", "*/5 * * * *"),
        ("->everyThirtyMinutes()", "*/30 * * * *"),
        ("->hourly()", "0 * * * *"),
        ("->hourlyAt(17)", "17 * * * *"),
        ("->everySixHours()", "0 */6 * * *"),
        ("->twiceDaily(1, 13)", "0 1,13 * * *"),
        ("->weekly()->mondays()->at('07:30')", "30 7 * * 1"),
        ("->weeklyOn(6, '23:00')", "0 23 * * 6"),
        ("->monthlyOn(4, '15:00')", "0 15 4 * *"),
        ("->quarterly()", "0 0 1 1-12/3 *"),
        ("->weekdays()->hourly()->between('8:00', '17:00')", "0 * * * 1-5"),
        ("->dailyAt($time)", None),
        ("->cron(config('x.cron'))", None),
        ("->cron('* * *')", None),
        ("->when($x)", None),
    ],
)
def test_laravel_s_frequencies(chain: str, cron: str | None) -> None:
    (task,) = laravel(f"<?php $schedule->command('mails:send --force'){chain};".encode())
    assert (task.what, task.cron) == ("php artisan mails:send --force", cron)


def test_laravel_s_kernel_and_console_routes(tmp_path: Path) -> None:
    kernel = """<?php
class Kernel extends ConsoleKernel {
    protected function schedule(Schedule $schedule) {
        // $schedule->command('gone')->daily();
        $schedule->job(new \\App\\Jobs\\Heartbeat)->everyTenMinutes();
        $schedule->exec('mysqldump --password=secret2 shop > /tmp/x')->daily();
        $schedule->call(function () { DB::table('a')->delete(); })->weekly();
    }
}
"""
    found = site(tmp_path / "a", {**LARAVEL, "app/Console/Kernel.php": kernel})
    assert told(found) == [
        ("crontab", "Heartbeat", "*/10 * * * *", None),
        ("crontab", "mysqldump --password=*** shop > /tmp/x", "0 0 * * *", None),
        ("crontab", "closure", "0 0 * * 0", None),
    ]
    assert places(found, "schedules.internal", command="Heartbeat") == ["app/Console/Kernel.php:5"]
    console = (
        "<?php\nSchedule::command('sync')->hourly()->onOneServer();\n$x->command('no')->daily();"
    )
    found = site(tmp_path / "b", {**LARAVEL, "routes/console.php": console})
    assert told(found) == [("crontab", "php artisan sync", "0 * * * *", None)]
    assert {"trigger": "crontab", "command": "* * * * * php artisan schedule:run"} in items(
        found, "schedules.internal"
    )


def test_symfony_s_scheduler(tmp_path: Path) -> None:
    task = """<?php
#[AsCronTask('0 4 * * *', timezone: 'Asia/Shanghai')]
class Sweep { public function __invoke() {} }
class Other {
    #[AsPeriodicTask(frequency: '6 hours', from: '10:00')]
    public function pull() {}
}
"""
    provider = """<?php
return (new Schedule())->add(RecurringMessage::every('10 minutes', new Ping()));
RecurringMessage::cron('@daily', new Report(1));
// RecurringMessage::cron('1 1 1 1 1', new Gone());
"""
    found = site(tmp_path, {"bin/console": "", "src/A.php": task, "src/Scheduler/P.php": provider})
    assert told(found) == [
        ("daemon", "Sweep", "0 4 * * *", None),
        ("daemon", "pull", None, "6 hours"),
        ("daemon", "Ping", None, "10 minutes"),
        ("daemon", "Report", "@daily", None),
    ]


WORDPRESS: dict[str, str | bytes] = {
    "index.php": FRONT,
    "wp-load.php": "",
    "wp-includes/version.php": "<?php",
}


@pytest.mark.parametrize(("off", "trigger"), [("false", "visits"), ("true", "crontab")])
def test_wordpress_events(off: str, trigger: str, tmp_path: Path) -> None:
    plugin = (
        "<?php\nwp_schedule_event(time(), 'hourly', 'shop_sync');\nwp_schedule_event(1, $x, $y);"
    )
    config = f"<?php define('DISABLE_WP_CRON', {off});"
    files = {**WORDPRESS, "wp-content/plugins/shop/shop.php": plugin, "wp-config.php": config}
    assert told(site(tmp_path, files)) == [(trigger, "shop_sync", None, "hourly")]


def test_drupal_s_hooks(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "includes/bootstrap.inc": "<?php define('VERSION', '7.98');",
        "modules/system/system.module": "<?php function system_cron() {}",
        "sites/all/modules/shop/shop.module": "<?php function shop_cron() {} function a_cron() {}",
        "sites/all/modules/shop/other.php": "<?php function other_cron() {}",
    }
    assert told(site(tmp_path, files)) == [
        ("visits", "system_cron", None, None),
        ("visits", "shop_cron", None, None),
    ]


DISCUZ: dict[str, str | bytes] = {
    "forum.php": FRONT,
    "source/class/class_core.php": "<?php",
    "source/include/cron/cron_todayposts_daily.php": "<?php",
}


def test_discuz_by_the_installer_s_data_or_by_its_files(tmp_path: Path) -> None:
    sql = (
        "INSERT INTO pre_common_cron VALUES ('1','1','system','today','cron_todayposts_daily.php',"
        "'1269746634','1269792000','-1','-1','0','0');\r\n"
        "INSERT INTO pre_common_cron VALUES ('2','0','system','off','cron_off.php','0','0',"
        "'-1','-1','-1','0');\r\n"
        "INSERT INTO pre_common_cron VALUES ('3','1','user','week','cron_week.php','0','0',"
        "'1','-1','5','0\\t30');\r\n"
    )
    found = site(tmp_path / "sql", {**DISCUZ, "install/data/install_data.sql": sql})
    assert told(found) == [
        ("visits", "cron_todayposts_daily.php", "0 0 * * *", None),
        ("visits", "cron_week.php", "0,30 5 * * 1", None),
    ]
    assert places(found, "schedules.internal", command="cron_week.php") == [
        "install/data/install_data.sql:3"
    ]
    assert told(site(tmp_path / "files", DISCUZ)) == [
        ("visits", "cron_todayposts_daily.php", None, None)
    ]
