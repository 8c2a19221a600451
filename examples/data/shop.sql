-- The shop of `marketing_message`.

CREATE TABLE users (
    username TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    born     TEXT NOT NULL
) STRICT;

CREATE TABLE purchases (
    username TEXT NOT NULL REFERENCES users,
    item     TEXT NOT NULL,
    bought   TEXT NOT NULL
) STRICT;

CREATE TABLE offers (
    item        TEXT NOT NULL,
    percent_off INTEGER NOT NULL,
    weekday     INTEGER            -- 0 is Sunday; NULL is every day
) STRICT;

INSERT INTO users VALUES
    ('ada',   'Ada',   '1988-05-04'),
    ('ben',   'Ben',   '1995-11-23'),
    ('chiyo', 'Chiyo', '1971-02-10');

INSERT INTO purchases VALUES
    ('ada', 'espresso machine', '2026-03-14'),
    ('ada', 'milk jug',         '2026-03-14'),
    ('ada', 'knock box',        '2026-04-02'),
    ('ben', 'tea kettle',       '2025-12-01');

INSERT INTO offers VALUES
    ('burr grinder',     25, NULL),
    ('milk jug',         30, NULL),
    ('dark roast',       15, 1),
    ('light roast',      15, 2),
    ('oolong tea',       20, 3),
    ('tea kettle',       10, 4),
    ('cinnamon syrup',   20, 5),
    ('picnic thermos',   35, 6),
    ('brunch basket',    30, 0);
