"""Invented microdata for `bench release`: sizes as in the Apprentice Survey, nobody in particular."""

import numpy as np

DIMENSIONS = ["county", "office", "establishment", "programme", "trade", "gender", "contract", "year"]
TABLES = [
    [], ["county"], ["office"], ["county", "office"], ["establishment"], ["programme"], ["gender"], ["trade"],
    ["contract"], ["year"], ["county", "programme"], ["county", "gender"], ["county", "trade"], ["county", "contract"],
    ["county", "year"], ["office", "programme"], ["office", "gender"], ["office", "year"], ["office", "contract"],
    ["programme", "gender"], ["programme", "year"], ["programme", "contract"], ["trade", "gender"], ["trade", "year"],
    ["county", "programme", "gender"], ["county", "trade", "gender"], ["county", "office", "programme"],
    ["county", "office", "gender"], ["establishment", "gender"], ["establishment", "programme"], ["gender", "year"],
    ["gender", "contract"], ["county", "gender", "year"],
]  # fmt: skip
ITEMS = 60


def invented(n: int, seed: int = 7) -> tuple[dict[str, list[str]], dict[str, np.ndarray]]:
    """Return dimensions (texts) and items (0 = skipped) of `n` people; offices span counties, some have none."""
    rng = np.random.default_rng(seed)
    n_offices, n_firms, n_trades = round(246 * (n / 20000) ** 0.28), n * 2 // 5, 177
    county_share = rng.dirichlet(np.full(15, 4.0))
    office_county = rng.choice(15, n_offices, p=county_share)
    firm_county = rng.choice(15, n_firms, p=county_share)
    firm_office = np.empty(n_firms, np.int64)
    for county in range(15):
        near = np.flatnonzero(office_county == county)
        firms = np.flatnonzero(firm_county == county)
        firm_office[firms] = rng.choice(near if len(near) else np.arange(n_offices), len(firms))
    stray = rng.random(n_firms) < 0.06
    firm_office[stray] = rng.integers(0, n_offices, int(stray.sum()))
    size = 1 / (np.arange(n_firms) + 12) ** 0.75
    firm = rng.choice(n_firms, n, p=size / size.sum())
    programme_share, trade_share = rng.dirichlet(np.full(10, 2.0)), 1 / (np.arange(n_trades) + 3)
    firm_trade = rng.choice(n_trades, n_firms, p=trade_share / trade_share.sum())
    other = rng.random(n) < 0.25
    trade = np.where(other, rng.choice(n_trades, n, p=trade_share / trade_share.sum()), firm_trade[firm])
    programme = rng.choice(10, n_trades, p=programme_share)[trade]
    gender = (rng.random(n) < np.linspace(0.05, 0.9, 10)[programme]).astype(int)
    office = np.where(rng.random(n) < 0.2, -1, firm_office[firm])
    texts = {
        "county": [f"{c:02d}" for c in firm_county[firm]],
        "office": ["" if o < 0 else f"o{o}" for o in office],
        "establishment": ["" if lost else f"e{f}" for lost, f in zip(rng.random(n) < 0.03, firm, strict=True)],
        "programme": [f"p{p}" for p in programme],
        "trade": [f"t{t}" for t in trade],
        "gender": ["f" if g else "m" for g in gender],
        "contract": [("ordinary", "full", "adult")[c] for c in rng.choice(3, n, p=[0.85, 0.1, 0.05])],
        "year": [str(y) for y in rng.choice([1, 2, 3], n, p=[0.1, 0.8, 0.1])],
    }
    items = {}
    for k in range(ITEMS):
        share = rng.dirichlet([6, 3, 2, 1, 1]) if k < 56 else np.array([0.9, 0.05, 0.02, 0.02, 0.01])
        answer = 1 + rng.choice(5, n, p=share)
        items[f"q{k + 1}"] = np.where(rng.random(n) < 0.02, 0, answer)
    return texts, items
